import { isIPv4, isIPv6 } from 'node:net';
import * as z from 'zod/mini';
import type { FunctionName } from './function-names.ts';

/*
 * Every setting that a function reads, from its environment variables and nowhere else.
 * What each one does stands in docs/configuration.md.
 */

const required = z.string();
const asNumber = z.transform((value: string) => (/^\d{1,6}$/.test(value) ? Number(value) : Number.NaN));
const asList = z.transform((value: string) => value.split(',').map((item) => item.trim()));

/** A whole number of a range, from a variable's text. */
export const whole = (min: number, max: number, fallback: number) =>
  z._default(
    z.pipe(z.string(), asNumber).check(
      z.refine((value) => value >= min && value <= max, {
        error: `must be a whole number from ${min} to ${max}`,
      }),
    ),
    fallback,
  );
const flag = z.pipe(
  z._default(z.enum(['true', 'false'], { error: 'must be true or false' }), 'false'),
  z.transform((value) => value === 'true'),
);

/** `/v7` is added where the URL has no path of its own: `https://api.thousandeyes.com` means the API too. */
const apiUrl = z.pipe(
  z._default(z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }), 'https://api.thousandeyes.com/v7'),
  z.transform((value) => {
    const url = new URL(value);
    return `${url.origin}${url.pathname.replace(/\/+$/, '') || '/v7'}`;
  }),
);

/** What every function needs. */
export const intake = { TABLE_NAME: required, QUEUE_URL: required, RETENTION_DAYS: whole(1, 3650, 40) };

/** What the worker may be tuned by; every one has a default. */
export const tuning = z.object({
  THOUSANDEYES_API_URL: apiUrl,
  THOUSANDEYES_TIMEOUT_SECONDS: whole(1, 20, 20),
  SNAPSHOT_IS_PUBLIC: flag,
  SNAPSHOT_LIMIT: whole(1, 50, 5),
  SNAPSHOT_LIMIT_SECONDS: whole(1, 3600, 300),
  MAX_ATTEMPTS: whole(1, 20, 4),
  REUSE_SECONDS: whole(0, 3600, 60),
  GIVE_UP_HOURS: whole(1, 720, 168),
});

/** Ids with commas between them. */
const idList = z._default(
  z.pipe(
    z.string().check(z.regex(/^\s*\d+\s*(,\s*\d+\s*)*$/, { error: 'must be ids with commas between them' })),
    asList,
  ),
  [],
);

/** Whether a text is an address range such as `192.0.2.0/24` or `2001:db8::/32`. */
const isCidr = (text: string): boolean => {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  return (isIPv4(address) && Number(length) <= 32) || (isIPv6(address) && Number(length) <= 128);
};

/** Address ranges with commas between them. */
export const cidrList = z._default(
  z.pipe(z.string(), asList).check(
    z.refine((ranges) => ranges.every(isCidr), {
      error: 'must be address ranges such as 192.0.2.0/24 with commas between them',
    }),
  ),
  [],
);

/** Not `unknown`: an alert without a severity passes whatever the least is, so that it would rule nothing out. */
const MIN_SEVERITIES = ['critical', 'major', 'minor', 'info'] as const;

/** Which alerts are captured; every one has a default. */
export const rules = z.object({
  CAPTURE_ON: z._default(z.enum(['trigger', 'clear', 'both'], { error: 'must be trigger, clear or both' }), 'trigger'),
  MIN_SEVERITY: z.optional(z.enum(MIN_SEVERITIES, { error: `must be one of ${MIN_SEVERITIES.join(', ')}` })),
  ONLY_RULE_IDS: idList,
  EXCEPT_RULE_IDS: idList,
  ONLY_TEST_IDS: idList,
  EXCEPT_TEST_IDS: idList,
  ACCOUNT_GROUPS: idList,
});

const SCHEMAS = {
  webhook: z.object({
    ...intake,
    WEBHOOK_SECRET_ID: required,
    WEBHOOK_ALLOWED_CIDRS: cidrList,
    ...rules.shape,
  }),
  captures: z.object({
    ...intake,
    OPERATOR_SECRET_ID: required,
    OPERATOR_ALLOWED_CIDRS: cidrList,
    SNAPSHOT_LIMIT: tuning.shape.SNAPSHOT_LIMIT,
    SNAPSHOT_LIMIT_SECONDS: tuning.shape.SNAPSHOT_LIMIT_SECONDS,
  }),
  schedule: z.object(intake),
  worker: z.object({
    ...intake,
    TOPIC_ARN: required,
    CHAT_TOPIC_ARN: z.optional(required),
    THOUSANDEYES_SECRET_ID: required,
    ...tuning.shape,
  }),
} satisfies Record<FunctionName, z.ZodMiniObject>;

export type RulesConfig = z.infer<typeof rules>;
export type Config<Name extends FunctionName> = z.infer<(typeof SCHEMAS)[Name]>;

/** One error that names every fault at once. It never repeats a value: a misplaced one may be a secret. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  /** @param faults one for each variable: its name, and what it has to be */
  constructor(what: string, faults: readonly string[]) {
    super(`The configuration of ${what} has faults. ${faults.join('. ')}.`);
  }
}

/**
 * Checks variables against a schema; blank ones count as absent.
 *
 * @param what whose configuration it is, for the error
 * @throws ConfigurationError naming each variable that is missing or wrong, and what it has to be
 */
export const parseVariables = <T>(schema: z.ZodMiniType<T>, env: NodeJS.ProcessEnv, what: string): T => {
  const set = Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : []));
  const parsed = schema.safeParse(Object.fromEntries(set));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => {
    const variable = path.join('.');
    return env[variable]?.trim() ? `${variable} ${message}` : `${variable} is missing`;
  });
  throw new ConfigurationError(what, faults);
};

/** The configuration of one function; throws as `parseVariables` does. */
export const readConfig = <Name extends FunctionName>(name: Name, env: NodeJS.ProcessEnv): Config<Name> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a schema looked up by a type parameter loses its type
  parseVariables<unknown>(SCHEMAS[name], env, `the ${name} function`) as Config<Name>;

/** The environment variables that a function reads. */
export const variablesOf = (name: FunctionName): string[] => Object.keys(SCHEMAS[name].shape);
