import * as z from 'zod/mini';

/** An optional setting with the ARN of a resource of one AWS service. */
export const arnOf = (service: string) =>
  z.optional(
    z.string().check(
      z.regex(new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:.+$`), {
        error: `must be an ARN of ${service}`,
      }),
    ),
  );
/** The full ARN of a secret. IAM compares ARNs as text, so a role with a part of one would allow nothing. */
export const secretArn = z.optional(
  z.string().check(
    z.regex(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/, {
      error: 'must be the full ARN of a secret, with the six characters that Secrets Manager adds to its name',
    }),
  ),
);

/**
 * Settings whose ARN has to be in the stack's region: a function looks for a secret only there, and an alarm for a
 * topic.
 */
const REGIONAL = [
  'THOUSANDEYES_SECRET_ARN',
  'WEBHOOK_SECRET_ARN',
  'OPERATOR_SECRET_ARN',
  'ALARM_TOPIC_ARN',
  'KMS_KEY_ARN',
] as const;

type Regional = Readonly<Partial<Record<(typeof REGIONAL)[number], string | undefined>>>;

/**
 * Checks that ARNs are in the stack's region. Without `region`, any region is allowed. The checks run even if other
 * settings have faults.
 */
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
