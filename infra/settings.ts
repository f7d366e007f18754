import * as z from 'zod/mini';
import { cidrList, origin, parseVariables, whole } from '../lib/runtime/read-variables.ts';
import { arnOf, inRegion, secretArn } from './arns.ts';
import { parseTags } from './tags.ts';
import { intake, operator, rules, tuning } from '../lib/runtime/config.ts';

/** The retention times that CloudWatch Logs accepts for a log group, in days. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const flag = z.enum(['true', 'false'], { error: 'must be true or false' });
const email = z.optional(z.email({ error: 'must be an e-mail address' }));

/**
 * The requests that the HTTP API accepts before it answers 429: on each route of the webhook, and on each other route.
 * The maxima are AWS's own limits.
 */
export const throttling = z.object({
  WEBHOOK_RATE_LIMIT: whole(1, 10_000, 1000),
  WEBHOOK_BURST_LIMIT: whole(1, 5000, 2000),
  THROTTLING_RATE_LIMIT: whole(1, 10_000, 100),
  THROTTLING_BURST_LIMIT: whole(1, 5000, 500),
});

/** Every parameter of serverless.yml with its default. docs/configuration.md describes each one. */
const settings = z.object({
  ...rules.shape,
  ...tuning.shape,
  ...operator.shape,
  // Only the local system may use http, for its stand-in. A deployed function would send the token readably.
  THOUSANDEYES_API_URL: tuning.shape.THOUSANDEYES_API_URL.check(
    z.refine((url) => url.startsWith('https:'), { error: 'must be an https URL' }),
  ),
  // A browser sends the session over https only.
  PUBLIC_URL: z.optional(
    origin.check(z.refine((url) => url.startsWith('https:'), { error: 'must be an https address' })),
  ),
  RETENTION_DAYS: intake.RETENTION_DAYS,
  EVIDENCE_EMAIL: email,
  CHAT: z._default(flag, 'false'),
  ALARM_TOPIC_ARN: arnOf('sns'),
  ALARM_EMAIL: email,
  ALARM_PENDING_MINUTES: whole(1, 10_080, 60),
  RUNBOOK_URL: z.optional(z.string().check(z.regex(/^[^\s#]{1,500}$/, { error: 'must be a path or a URL without #' }))),
  THOUSANDEYES_SECRET_ARN: secretArn,
  WEBHOOK_SECRET_ARN: secretArn,
  OPERATOR_SECRET_ARN: secretArn,
  PERMISSIONS_BOUNDARY_ARN: z.optional(
    z.string().check(
      z.regex(/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/, {
        error: 'must be an ARN of an IAM policy',
      }),
    ),
  ),
  ROLE_PATH: z._default(
    z
      .string()
      .check(
        z.regex(/^\/([\w+=,.@-]{1,64}\/){0,7}$/, { error: 'must begin and end with a slash, such as /teams/noc/' }),
      ),
    '/',
  ),
  TAGS: z.optional(
    z.string().check(
      z.refine((text) => parseTags(text) !== undefined, {
        error: 'must be tags such as team=noc,cost-center=4711, at most 40, and none of service, stage and aws:…',
      }),
    ),
  ),
  KMS_KEY_ARN: z.optional(
    z.string().check(
      // CloudWatch Logs accepts no alias.
      z.regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, { error: 'must be an ARN of a KMS key, no alias' }),
    ),
  ),
  SUBSCRIBER_ACCOUNTS: z.optional(
    z.string().check(
      z.regex(/^\d{12}(,\d{12})*$/, {
        error: 'must be account ids of 12 digits with commas and nothing else between them',
      }),
    ),
  ),
  // Above INFO, Lambda would drop the metrics together with the log lines, and no alarm would work.
  POWERTOOLS_LOG_LEVEL: z._default(z.enum(['DEBUG', 'INFO'], { error: 'must be DEBUG or INFO' }), 'INFO'),
  LOG_RETENTION_DAYS: whole(1, 3653, 30).check(
    z.refine((days) => LOG_RETENTION_DAYS.includes(days), {
      error: `must be one of ${LOG_RETENTION_DAYS.join(', ')}`,
    }),
  ),
  WEBHOOK_ALLOWED_CIDRS: cidrList,
  OPERATOR_ALLOWED_CIDRS: cidrList,
  ...throttling.shape,
  TRACING: z._default(flag, 'false'),
  DELETION_PROTECTION: z._default(flag, 'false'),
});

export type Settings = z.infer<typeof settings>;

const consistentIn = (region: string | undefined) =>
  settings.check(
    z.refine(({ ALARM_EMAIL, ALARM_TOPIC_ARN }) => !ALARM_EMAIL || !ALARM_TOPIC_ARN, {
      path: ['ALARM_EMAIL'],
      error: 'must be empty if ALARM_TOPIC_ARN is set: subscribe the address to that topic',
    }),
    ...inRegion(region),
  );

export const SETTINGS = z.keyof(settings).options;

/** A notice if a deployment leaves the kind of its links to the default; undefined if it has chosen one. */
export const unchosenVisibility = ({ LINK_VISIBILITY }: Readonly<Record<string, string | undefined>>) =>
  LINK_VISIBILITY?.trim()
    ? undefined
    : 'LINK_VISIBILITY is not set: this deployment gets share links, which open without a login. Set LINK_VISIBILITY to share or login.';

/**
 * Checks the parameters when the stack is packaged, so that no faulty one is deployed.
 *
 * @param region the region of the stack; without it, ARNs may be in any region
 * @throws ConfigurationError that names each wrong parameter and what it has to be
 */
export const readSettings = (given: Readonly<Record<string, string | undefined>>, region?: string): Settings =>
  parseVariables(consistentIn(region), given, 'the stack');
