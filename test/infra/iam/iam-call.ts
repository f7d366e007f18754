import type { RecordedCall } from '../../support/recorded-calls.ts';
import type { Template } from '../../support/packaged-template.ts';
import type { Call } from './decide.ts';
import { arnOf } from './stack-values.ts';

/** The emulators' names for the stack's resources. */
const LOGICAL_IDS: Readonly<Record<string, string>> = {
  captures: 'Table',
  wakes: 'WakeQueue',
  evidence: 'EvidenceTopic',
  chat: 'ChatTopic',
  webhook: 'WebhookSecret',
  operator: 'OperatorSecret',
  thousandeyes: 'ThousandEyesSecret',
};

/** A recorded call as IAM sees it in the deployed stack: the resource's ARN, and the keys of the items. */
export const iamCallOf = (template: Template, { action, input }: RecordedCall): Call => {
  const arn = (name: unknown): string => arnOf(template, LOGICAL_IDS[String(name)] ?? String(name));
  if (!action.startsWith('dynamodb:')) {
    const { QueueUrl, TopicArn, SecretId } = input;
    return {
      action,
      resource: arn(
        SecretId ??
          String(QueueUrl ?? TopicArn)
            .split(/[/:]/)
            .at(-1),
      ),
    };
  }
  const [tableName = input['TableName']] = Object.keys(input['RequestItems'] ?? {});
  const table = arn(tableName);
  return {
    action,
    resource: input['IndexName'] === undefined ? table : `${table}/index/${input['IndexName']}`,
    context: { 'dynamodb:LeadingKeys': leadingKeysOf(input) },
  };
};

/** The partition keys that a request names. */
const leadingKeysOf = (input: RecordedCall['input']): string[] => {
  const { Item, Key, RequestItems, KeyConditionExpression, ExpressionAttributeValues } = input;
  if (RequestItems !== undefined) {
    return Object.values<any>(RequestItems).flatMap(({ Keys }) => Keys.map(({ id }: any) => id.S));
  }
  if (KeyConditionExpression !== undefined) {
    const [placeholder = ''] = /:\w+/.exec(KeyConditionExpression) ?? [];
    return [ExpressionAttributeValues[placeholder].S];
  }
  return [(Item ?? Key).id.S];
};
