import type { Template } from '../../support/packaged-template.ts';

const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** The forms of the ARNs that AWS makes for the resources in policies, by resource type. */
const ARNS: Readonly<Record<string, (id: string) => string>> = {
  'AWS::DynamoDB::Table': (id) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/stack-${id}-1ABCDEFGHIJKL`,
  'AWS::SQS::Queue': (id) => `arn:aws:sqs:${REGION}:${ACCOUNT}:stack-${id}-1ABCDEFGHIJKL`,
  'AWS::SNS::Topic': (id) => `arn:aws:sns:${REGION}:${ACCOUNT}:stack-${id}-1ABCDEFGHIJKL`,
  'AWS::SecretsManager::Secret': (id) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${id}-1ABCDEFGHIJK-a1B2c3`,
  'AWS::Lambda::Function': (id) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:stack-${id}`,
  'AWS::IAM::Role': (id) => `arn:aws:iam::${ACCOUNT}:role/stack-${id}-1ABCDEFGHIJKL`,
};

/**
 * The ARN of a resource of the stack.
 *
 * @throws Error if the template has no such resource
 */
export const arnOf = ({ Resources }: Template, id: string): string => {
  const arn = ARNS[Resources[id]?.Type ?? '']?.(id);
  if (arn === undefined) throw new Error(`the template has no ${id} whose ARN is known`);
  return arn;
};

/**
 * Replaces references in a policy by the values that CloudFormation inserts. `effective` has resolved the conditions
 * before.
 */
export const resolved = (template: Template, value: unknown): unknown => {
  const resolve = (inner: unknown) => resolved(template, inner);
  if (Array.isArray(value)) return value.flatMap(resolve);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name = '', argument] = entries[0] ?? [];
  switch (name) {
    case 'Ref':
      return PSEUDO[argument] ?? arnOf(template, argument);
    case 'Fn::GetAtt':
      return arnOf(template, argument[0]);
    case 'Fn::Sub':
      return String(argument).replaceAll(
        /\$\{([\w:]+)(?:\.Arn)?\}/g,
        (_, id: string) => PSEUDO[id] ?? arnOf(template, id),
      );
    default:
      return Object.fromEntries(entries.map(([key, inner]) => [key, resolve(inner)]));
  }
};
