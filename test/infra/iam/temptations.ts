import type { Template } from '../../support/packaged-template.ts';
import type { Call } from './decide.ts';
import { arnOf } from './stack-values.ts';

/**
 * The calls that an intruder with a function's role would try first: each action on each resource of the stack, and on
 * a resource of another stack.
 */
export const temptationsIn = (template: Template): readonly Call[] => {
  const arn = (id: string) => arnOf(template, id);
  const other = (id: string) => arn(id).replace(id, 'Other');
  const on = (actions: readonly string[], resources: readonly string[], context?: Call['context']): Call[] =>
    actions.flatMap((action) => resources.map((resource) => ({ action, resource, ...(context && { context }) })));

  const tables = [arn('Table'), other('Table')];
  const indexes = ['open', 'test', 'list', 'alert'].map((index) => `${arn('Table')}/index/${index}`);
  const queues = ['WakeQueue', 'WakeDeadLetterQueue', 'ScheduleDeadLetterQueue'].map(arn);
  const topics = ['EvidenceTopic', 'ChatTopic', 'AlarmTopic'].map(arn);
  const secrets = ['WebhookSecret', 'OperatorSecret', 'ThousandEyesSecret'].map(arn);
  const functions = ['Webhook', 'Captures', 'Schedule', 'Worker'].map((name) => arn(`${name}LambdaFunction`));
  const roles = ['WebhookRole', 'WorkerRole', 'SchedulerRole'].map(arn);
  return [
    ...on(ITEM_ACTIONS, tables, { 'dynamodb:LeadingKeys': ['0123456789abcdef0123456789abcdef'] }),
    ...on(['dynamodb:Query'], [...tables, ...indexes], { 'dynamodb:LeadingKeys': ['open'] }),
    ...on(['dynamodb:Scan'], [...tables, ...indexes]),
    ...on(TABLE_ACTIONS, tables),
    ...on(QUEUE_ACTIONS, [...queues, other('WakeQueue')]),
    ...on(TOPIC_ACTIONS, [...topics, other('EvidenceTopic')]),
    ...on(SECRET_ACTIONS, [...secrets, other('WebhookSecret')]),
    ...on(['lambda:InvokeFunction', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'], functions),
    ...on(['iam:PassRole', 'iam:PutRolePolicy', 'sts:AssumeRole'], roles),
    ...on(['s3:GetObject', 's3:PutObject'], ['arn:aws:s3:::any-bucket/any-key']),
    ...on(['s3:ListBucket'], ['arn:aws:s3:::any-bucket']),
    ...on(['kms:Decrypt'], ['arn:aws:kms:eu-central-1:123456789012:key/0f0f0f0f-0000-4000-8000-000000000000']),
    ...on(['ssm:GetParameter'], ['arn:aws:ssm:eu-central-1:123456789012:parameter/any']),
    ...on(['logs:PutLogEvents'], ['arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/any:log-stream:any']),
  ];
};

const ITEM_ACTIONS = ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']
  .concat(['PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'])
  .map((name) => `dynamodb:${name}`);
const TABLE_ACTIONS = [
  'DeleteTable',
  'UpdateTable',
  'DescribeTable',
  'UpdateTimeToLive',
  'ExportTableToPointInTime',
].map((name) => `dynamodb:${name}`);
const QUEUE_ACTIONS = ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']
  .concat(['PurgeQueue', 'DeleteQueue', 'SetQueueAttributes'])
  .map((name) => `sqs:${name}`);
const TOPIC_ACTIONS = ['Publish', 'Subscribe', 'SetTopicAttributes', 'DeleteTopic'].map((name) => `sns:${name}`);
const SECRET_ACTIONS = ['GetSecretValue', 'PutSecretValue', 'DeleteSecret', 'PutResourcePolicy'].map(
  (name) => `secretsmanager:${name}`,
);
