import * as z from 'zod/mini';
import type { Filters, Rules } from '../alerts/rules.ts';
import type { FunctionName } from './function-names.ts';
import { apiUrl, cidrList, flag, idList, origin, parseVariables, required, whole } from './read-variables.ts';

/*
 * Every setting of the functions. They read settings only from environment variables. docs/configuration.md describes
 * each of them.
 */

/** Settings of every function. */
export const intake = { TABLE_NAME: required, QUEUE_URL: required, RETENTION_DAYS: whole(1, 3650, 40) };

/** Optional settings of the worker. */
export const tuning = z.object({
  LINK_VISIBILITY: z._default(z.enum(['share', 'login'], { error: 'must be share or login' }), 'share'),
  THOUSANDEYES_API_URL: apiUrl,
  THOUSANDEYES_TIMEOUT_SECONDS: whole(1, 20, 20),
  SNAPSHOT_LIMIT: whole(1, 50, 5),
  SNAPSHOT_LIMIT_SECONDS: whole(1, 3600, 300),
  REUSE_SECONDS: whole(0, 3600, 60),
  GROUP_SAME_TEST_MINUTES: whole(0, 120, 0),
  GIVE_UP_HOURS: whole(1, 720, 168),
  PUBLIC_URL: z.optional(origin),
});

/** `unknown` is absent: an alert without a severity passes every minimum, so that `unknown` would exclude nothing. */
const MIN_SEVERITIES = ['critical', 'major', 'minor', 'info'] as const;

/** Which alerts are captured. Every setting has a default. */
const filters = z.object({
  CAPTURE_ON: z._default(z.enum(['trigger', 'clear', 'both'], { error: 'must be trigger, clear or both' }), 'trigger'),
  MIN_SEVERITY: z.optional(z.enum(MIN_SEVERITIES, { error: `must be one of ${MIN_SEVERITIES.join(', ')}` })),
  ONLY_RULE_IDS: idList,
  EXCEPT_RULE_IDS: idList,
  ONLY_TEST_IDS: idList,
  EXCEPT_TEST_IDS: idList,
  ACCOUNT_GROUPS: idList,
});

/** Which alerts are captured, and what their snapshots show. */
export const rules = z.object({ ...filters.shape, REACH_BACK: flag });

/** Optional settings of the operator API. */
export const operator = z.object({ MANUAL_CAPTURES_LIMIT: whole(1, 1000, 50) });

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
    ...operator.shape,
    ...filters.shape,
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

export type Config<Name extends FunctionName> = z.infer<(typeof SCHEMAS)[Name]>;

/** Reads the configuration of one function; throws as `parseVariables` does. */
export const readConfig = <Name extends FunctionName>(name: Name, env: NodeJS.ProcessEnv): Config<Name> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a schema looked up by a type parameter loses its type
  parseVariables<unknown>(SCHEMAS[name], env, `the ${name} function`) as Config<Name>;

/** The environment variables that a function reads. */
export const variablesOf = (name: FunctionName): string[] => Object.keys(SCHEMAS[name].shape);

/** The filters in a configuration. */
export const filtersOf = (config: z.infer<typeof filters>): Filters => ({
  captureOn: config.CAPTURE_ON,
  minSeverity: config.MIN_SEVERITY,
  onlyRuleIds: config.ONLY_RULE_IDS,
  exceptRuleIds: config.EXCEPT_RULE_IDS,
  onlyTestIds: config.ONLY_TEST_IDS,
  exceptTestIds: config.EXCEPT_TEST_IDS,
  accountGroups: config.ACCOUNT_GROUPS,
});

/** All rules for alerts in a configuration. */
export const rulesOf = (config: z.infer<typeof rules>): Rules => ({
  ...filtersOf(config),
  reachBack: config.REACH_BACK,
});
