import * as z from 'zod/mini';
import { LEAST_OPERATOR_TOKEN, operatorsOf } from '../lib/runtime/operators.ts';
import { ConfigurationError, origin, parseVariables } from '../lib/runtime/read-variables.ts';
import { operator, rules, tuning } from '../lib/runtime/config.ts';
import { throttling } from '../infra/settings.ts';
import { type Throttles, throttlesOf } from '../infra/throttle.ts';

/** Default tokens, which are public. They are accepted only with the stand-in, whose snapshots show no data. */
export const DEFAULT_WEBHOOK_TOKEN = 'local-webhook-token';
export const DEFAULT_OPERATOR_TOKEN = 'local-operator-token';
/** The token that the stand-in accepts. */
export const DEFAULT_THOUSANDEYES_TOKEN = 'local-thousandeyes-token';

/** The settings that a caller of the local system needs. */
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

/** Host names separated by commas, without scheme and port. */
const HOST_LIST = /^[a-z\d-]+(\.[a-z\d-]+)*(\s*,\s*[a-z\d-]+(\.[a-z\d-]+)*)*$/i;

/** Whether a text is a URL without a path, because the system appends its own paths. The worker has to take it, too. */
const isOrigin = (value: string): boolean =>
  /^https?:\/\/[^/?#@]+\/?$/.test(value) && URL.canParse(value) && origin.safeParse(new URL(value).origin).success;

/** The settings of the functions. The local system checks them, and passes them to the functions. */
const passedOn = { ...tuning.shape, ...rules.shape, ...operator.shape };

/** The environment variables of the local system, including those of the functions. */
const variables = z.object({
  ...passedOn,
  ...throttling.shape,
  ...callerVariables.shape,
  THOUSANDEYES_TOKEN: z.optional(z.string()),
  DATA_DIR: z.optional(z.string()),
  SCHEDULES_FILE: z._default(z.string(), 'schedules.yml'),
  ALLOWED_HOSTS: z.optional(z.string().check(z.regex(HOST_LIST, { error: 'must be host names separated by commas' }))),
  UNKNOWN_TESTS: z._default(z.enum(['accept', 'refuse'], { error: 'must be accept or refuse' }), 'accept'),
  PUBLIC_URL: z.optional(
    z
      .string()
      .check(z.refine(isOrigin, { error: 'must be an http(s) URL without a path, such as http://localhost:8080' })),
  ),
});

export interface Settings {
  readonly port: number;
  /** Host names of proxies that forward requests, in lower case. That of `publicUrl` is included. */
  readonly allowedHosts: readonly string[];
  /** The URL for browsers, without a slash at its end; absent if browsers use the port on this machine. */
  readonly publicUrl: string | undefined;
  /** The URL of ThousandEyes' API; absent with the stand-in. */
  readonly apiUrl: string | undefined;
  readonly thousandEyesToken: string;
  readonly webhookToken: string;
  readonly operatorToken: string;
  /** The folder for data; absent if all data is in memory. */
  readonly dataDir: string | undefined;
  /** A path from the folder in which the system was started. */
  readonly schedulesFile: string;
  /** Whether the stand-in creates snapshots only for tests that it knows. */
  readonly refusesUnknownTests: boolean;
  readonly snapshotLimit: number;
  readonly snapshotLimitSeconds: number;
  /** The limits of the HTTP API. */
  readonly throttles: Throttles;
  /** The settings of the functions, as environment variables. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Reads the port and the tokens of the local system from the same variables as `npm start`; throws as `readSettings`.
 */
export const readCallerSettings = (env: NodeJS.ProcessEnv) => parseVariables(callerVariables, env, 'the local system');

/**
 * Reads the settings of the local system.
 *
 * @throws ConfigurationError with all faults
 */
export const readSettings = (env: NodeJS.ProcessEnv): Settings => {
  const read = parseVariables(variables, env, 'the local system');
  const apiUrl = env['THOUSANDEYES_API_URL'] ? read.THOUSANDEYES_API_URL : undefined;
  const faults = apiUrl === undefined ? [] : faultsWithApi(apiUrl, read);
  if (faults.length > 0) throw new ConfigurationError('the local system', faults);
  const publicUrl = read.PUBLIC_URL === undefined ? undefined : new URL(read.PUBLIC_URL);
  const named = read.ALLOWED_HOSTS?.toLowerCase().split(/\s*,\s*/) ?? [];
  const names = [...Object.keys(passedOn), 'POWERTOOLS_LOG_LEVEL'];
  return {
    port: Number(read.PORT),
    allowedHosts: [...named, ...(publicUrl === undefined ? [] : [publicUrl.hostname])],
    publicUrl: publicUrl?.origin,
    apiUrl,
    thousandEyesToken: read.THOUSANDEYES_TOKEN ?? DEFAULT_THOUSANDEYES_TOKEN,
    webhookToken: read.WEBHOOK_TOKEN,
    operatorToken: read.OPERATOR_TOKEN,
    dataDir: read.DATA_DIR,
    schedulesFile: read.SCHEDULES_FILE,
    refusesUnknownTests: read.UNKNOWN_TESTS === 'refuse',
    snapshotLimit: read.SNAPSHOT_LIMIT,
    snapshotLimitSeconds: read.SNAPSHOT_LIMIT_SECONDS,
    throttles: throttlesOf(read),
    environment: Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
  };
};

/** Whether snapshots are real, and show real data. An API on this machine is a stand-in. */
export const isRealApi = ({ apiUrl }: Pick<Settings, 'apiUrl'>): boolean =>
  apiUrl !== undefined && !['127.0.0.1', 'localhost', '[::1]'].includes(new URL(apiUrl).hostname);

/**
 * Faults of the settings with a real API. Every user of the machine reaches the local system, so it refuses default
 * tokens.
 */
const faultsWithApi = (apiUrl: string, read: z.infer<typeof variables>): string[] => {
  const known = [
    ['WEBHOOK_TOKEN', read.WEBHOOK_TOKEN === DEFAULT_WEBHOOK_TOKEN],
    ['OPERATOR_TOKEN', read.OPERATOR_TOKEN === DEFAULT_OPERATOR_TOKEN],
  ] as const;
  return [
    ...(read.THOUSANDEYES_TOKEN === undefined
      ? ['THOUSANDEYES_TOKEN is missing: the API at THOUSANDEYES_API_URL requires it']
      : []),
    ...known
      .filter(([, isKnown]) => isKnown && isRealApi({ apiUrl }))
      .map(
        ([name]) =>
          `${name} must be set to a token of your own, such as openssl rand -hex 32 makes: the API is a real one`,
      ),
  ];
};
