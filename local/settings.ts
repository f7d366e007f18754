import * as z from 'zod/mini';
import { LEAST_OPERATOR_TOKEN, operatorsOf } from '../lib/runtime/operators.ts';
import { ConfigurationError, parseVariables } from '../lib/runtime/read-variables.ts';
import { operator, rules, tuning } from '../lib/runtime/config.ts';
import { throttling } from '../infra/settings.ts';
import { type Throttles, throttlesOf } from '../infra/throttle.ts';

export const DEFAULT_WEBHOOK_TOKEN = 'local-webhook-token';
export const DEFAULT_OPERATOR_TOKEN = 'local-operator-token';
/** What the stand-in accepts. */
export const DEFAULT_THOUSANDEYES_TOKEN = 'local-thousandeyes-token';

/** What a caller of the local system has to know of it. */
const callerVariables = z.object({
  PORT: z._default(
    z
      .string()
      .check(
        z.refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, { error: 'must be a port number' }),
      ),
    '3000',
  ),
  WEBHOOK_TOKEN: z._default(z.string(), DEFAULT_WEBHOOK_TOKEN),
  OPERATOR_TOKEN: z._default(
    z.string().check(
      z.refine((value) => operatorsOf(value).faults.length === 0, {
        error: `must have at least ${LEAST_OPERATOR_TOKEN} characters, and no blanks`,
      }),
    ),
    DEFAULT_OPERATOR_TOKEN,
  ),
});

/** What the functions are tuned by: checked here, and passed on to them. */
const passedOn = { ...tuning.shape, ...rules.shape, ...operator.shape };

/** The environment variables of the local system: its own, and those by which the functions are tuned. */
const variables = z.object({
  ...passedOn,
  ...throttling.shape,
  ...callerVariables.shape,
  THOUSANDEYES_TOKEN: z.optional(z.string()),
  DATA_DIR: z.optional(z.string()),
  SCHEDULES_FILE: z._default(z.string(), 'schedules.yml'),
});

export interface Settings {
  readonly port: number;
  /** Absent: the stand-in. */
  readonly apiUrl: string | undefined;
  readonly thousandEyesToken: string;
  readonly webhookToken: string;
  readonly operatorToken: string;
  /** Absent: memory. */
  readonly dataDir: string | undefined;
  /** From the folder in which the system was started. */
  readonly schedulesFile: string;
  readonly snapshotLimit: number;
  readonly snapshotLimitSeconds: number;
  /** The limits of the HTTP API. */
  readonly throttles: Throttles;
  /** What the functions are tuned by, as they read it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Where the local system is and what it accepts, as `npm start` reads it too; throws as `readSettings` does. */
export const readCallerSettings = (env: NodeJS.ProcessEnv) => parseVariables(callerVariables, env, 'the local system');

/**
 * The settings of the local system.
 *
 * @throws ConfigurationError naming every fault at once
 */
export const readSettings = (env: NodeJS.ProcessEnv): Settings => {
  const read = parseVariables(variables, env, 'the local system');
  const apiUrl = env['THOUSANDEYES_API_URL'] ? read.THOUSANDEYES_API_URL : undefined;
  if (apiUrl !== undefined && read.THOUSANDEYES_TOKEN === undefined) {
    throw new ConfigurationError('the local system', [
      'THOUSANDEYES_TOKEN is missing: the API at THOUSANDEYES_API_URL asks for one',
    ]);
  }
  const names = [...Object.keys(passedOn), 'POWERTOOLS_LOG_LEVEL'];
  return {
    port: Number(read.PORT),
    apiUrl,
    thousandEyesToken: read.THOUSANDEYES_TOKEN ?? DEFAULT_THOUSANDEYES_TOKEN,
    webhookToken: read.WEBHOOK_TOKEN,
    operatorToken: read.OPERATOR_TOKEN,
    dataDir: read.DATA_DIR,
    schedulesFile: read.SCHEDULES_FILE,
    snapshotLimit: read.SNAPSHOT_LIMIT,
    snapshotLimitSeconds: read.SNAPSHOT_LIMIT_SECONDS,
    throttles: throttlesOf(read),
    environment: Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
  };
};
