import * as z from 'zod/mini';

/** The ARN of something in a service of AWS. */
export const arnOf = (service: string) =>
  z.optional(
    z.string().check(
      z.regex(new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:.+$`), {
        error: `must be an ARN of ${service}`,
      }),
    ),
  );
/** IAM compares ARNs as text, and the role would not match a part of one. */
export const secretArn = z.optional(
  z.string().check(
    z.regex(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/, {
      error: 'must be the full ARN of a secret, with the six characters that Secrets Manager adds to its name',
    }),
  ),
);

/** What has to be in the region of the stack: a function asks its own region for a secret, and an alarm its own for a topic. */
const REGIONAL = [
  'THOUSANDEYES_SECRET_ARN',
  'WEBHOOK_SECRET_ARN',
  'OPERATOR_SECRET_ARN',
  'ALARM_TOPIC_ARN',
  'KMS_KEY_ARN',
] as const;

type Regional = Readonly<Partial<Record<(typeof REGIONAL)[number], string | undefined>>>;

/** Checks that ARNs are of the stack's region; without it they may be of any. They run even if other settings have faults. */
export const inRegion = (region: string | undefined) =>
  REGIONAL.map((name) =>
    z.refine<Regional>(
      (given) => {
        const [, , , its] = given[name]?.split(':') ?? [];
        return !region || !its || its === region;
      },
      { path: [name], error: `must be in the stack's region, which is ${region}`, when: () => true },
    ),
  );
