import { ofType, type Template } from '../../support/packaged-template.ts';
import type { Call } from './decide.ts';

const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';
const STACK = 'thousandeyes-snapshot-webhook-dev';
const RANDOM = '1ABCDEFGHIJKL';

const arnIn = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
/** The ARN of a resource whose name CloudFormation makes of the stack, the logical id and a random part. */
const namedByStack = (service: string, id: string): string => arnIn(service, `${STACK}-${id}-${RANDOM}`);
const roleArn = (id: string, path = '/'): string => `arn:aws:iam::${ACCOUNT}:role${path}${STACK}-${id}-${RANDOM}`;
const secretArn = (id: string): string => arnIn('secretsmanager', `secret:${id}-${RANDOM}-a1B2c3`);
const tableArn = (id: string): string => arnIn('dynamodb', `table/${STACK}-${id}-${RANDOM}`);

/** CloudFormation cuts the stack's name and the logical id in the name of a bucket. */
const BUCKET = 'arn:aws:s3:::thousandeyes-snapshot-we-serverlessdeploymentbuck-1abcdefghijkl';
const ZIP = `${BUCKET}/serverless/thousandeyes-snapshot-webhook/dev/worker.zip`;
const FUNCTION = arnIn('lambda', `function:${STACK}-worker`);
const MAPPING = arnIn('lambda', 'event-source-mapping:0f0f0f0f-0000-4000-8000-000000000000');
const LOG_GROUPS = [`/aws/lambda/${STACK}-worker`, `/aws/http-api/${STACK}`].map((name) =>
  arnIn('logs', `log-group:${name}`),
);

const calls = (service: string, actions: string, on: string | readonly string[], context?: Call['context']): Call[] =>
  actions
    .trim()
    .split(/\s+/)
    .flatMap((action) =>
      [on].flat().map((resource) => ({ action: `${service}:${action}`, resource, ...(context && { context }) })),
    );

const passRole = (id: string, to: string): Call[] =>
  calls('iam', 'PassRole', roleArn(id), { 'iam:PassedToService': to });

/**
 * What CloudFormation calls, in the name of the deploying user, to create, read, update, tag and delete a resource of
 * each type. Written from AWS's documentation of the types; nobody has compared it with a deployment.
 */
const HANDLED: Readonly<Record<string, (id: string) => Call[]>> = {
  // The simulator does not know the resources of an HTTP API, so this has only the calls for the access log.
  'AWS::ApiGatewayV2::Stage': () =>
    calls(
      'logs',
      `CreateLogDelivery GetLogDelivery UpdateLogDelivery DeleteLogDelivery ListLogDeliveries PutResourcePolicy
       DescribeResourcePolicies DescribeLogGroups`,
      '*',
    ),
  'AWS::CloudWatch::Alarm': () =>
    calls(
      'cloudwatch',
      'PutMetricAlarm DescribeAlarms DeleteAlarms ListTagsForResource TagResource UntagResource',
      arnIn('cloudwatch', `alarm:${STACK}-webhook-errors`),
    ),
  'AWS::CloudWatch::Dashboard': () =>
    calls(
      'cloudwatch',
      'PutDashboard GetDashboard DeleteDashboards',
      `arn:aws:cloudwatch::${ACCOUNT}:dashboard/${STACK}-${REGION}`,
    ),
  'AWS::DynamoDB::Table': (id) =>
    calls(
      'dynamodb',
      `CreateTable DescribeTable UpdateTable DeleteTable UpdateTimeToLive DescribeTimeToLive UpdateContinuousBackups
       DescribeContinuousBackups DescribeContributorInsights DescribeKinesisStreamingDestination GetResourcePolicy
       ListTagsOfResource TagResource UntagResource`,
      tableArn(id),
    ),
  'AWS::Events::Rule': () =>
    calls(
      'events',
      `PutRule DescribeRule DeleteRule PutTargets RemoveTargets ListTargetsByRule ListTagsForResource TagResource
       UntagResource`,
      arnIn('events', `rule/${STACK}-watchdog`),
    ),
  'AWS::IAM::Policy': () => calls('iam', 'PutRolePolicy GetRolePolicy DeleteRolePolicy', roleArn('WorkerRole')),
  'AWS::IAM::Role': (id) =>
    calls(
      'iam',
      `CreateRole GetRole UpdateRole UpdateAssumeRolePolicy DeleteRole PutRolePolicy GetRolePolicy DeleteRolePolicy
       ListRolePolicies ListAttachedRolePolicies PutRolePermissionsBoundary TagRole UntagRole ListRoleTags`,
      [roleArn(id), roleArn(id, '/teams/noc/')],
    ),
  'AWS::Lambda::EventInvokeConfig': () =>
    calls(
      'lambda',
      `PutFunctionEventInvokeConfig GetFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig
       DeleteFunctionEventInvokeConfig`,
      FUNCTION,
    ),
  'AWS::Lambda::EventSourceMapping': () => [
    ...calls('lambda', 'CreateEventSourceMapping', '*', { 'lambda:FunctionArn': FUNCTION }),
    ...calls('lambda', 'GetEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping', MAPPING, {
      'lambda:FunctionArn': FUNCTION,
    }),
    ...calls('lambda', 'ListEventSourceMappings', '*'),
    ...calls('lambda', 'ListTags TagResource UntagResource', MAPPING),
  ],
  'AWS::Lambda::Function': () => [
    ...calls(
      'lambda',
      `CreateFunction GetFunction GetFunctionConfiguration GetFunctionCodeSigningConfig GetRuntimeManagementConfig
       UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction PutFunctionRecursionConfig
       GetFunctionRecursionConfig ListTags TagResource UntagResource`,
      FUNCTION,
    ),
    ...passRole('WorkerRole', 'lambda.amazonaws.com'),
    ...calls('s3', 'GetObject', ZIP),
  ],
  'AWS::Lambda::Permission': () => calls('lambda', 'AddPermission RemovePermission GetPolicy', FUNCTION),
  'AWS::Logs::LogGroup': () =>
    calls(
      'logs',
      `CreateLogGroup DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy AssociateKmsKey DisassociateKmsKey
       GetDataProtectionPolicy ListTagsForResource TagResource UntagResource`,
      LOG_GROUPS,
    ),
  'AWS::Logs::MetricFilter': () =>
    calls('logs', 'PutMetricFilter DescribeMetricFilters DeleteMetricFilter', LOG_GROUPS),
  'AWS::S3::Bucket': () => [
    ...calls(
      's3',
      `CreateBucket DeleteBucket ListBucket ListBucketVersions PutEncryptionConfiguration GetEncryptionConfiguration
       PutBucketPublicAccessBlock GetBucketPublicAccessBlock PutBucketTagging GetBucketTagging`,
      BUCKET,
    ),
    ...calls('s3', 'PutObject GetObject DeleteObject DeleteObjectVersion', ZIP),
  ],
  'AWS::S3::BucketPolicy': () => calls('s3', 'PutBucketPolicy GetBucketPolicy DeleteBucketPolicy', BUCKET),
  'AWS::SNS::Subscription': () =>
    calls(
      'sns',
      'Subscribe Unsubscribe GetSubscriptionAttributes SetSubscriptionAttributes ListSubscriptionsByTopic',
      namedByStack('sns', 'EvidenceTopic'),
    ),
  'AWS::SNS::Topic': (id) =>
    calls(
      'sns',
      `CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic GetDataProtectionPolicy ListSubscriptionsByTopic
       ListTagsForResource TagResource UntagResource`,
      namedByStack('sns', id),
    ),
  'AWS::SNS::TopicPolicy': () =>
    calls('sns', 'GetTopicAttributes SetTopicAttributes', namedByStack('sns', 'EvidenceTopic')),
  'AWS::SQS::Queue': (id) =>
    calls(
      'sqs',
      `CreateQueue GetQueueUrl GetQueueAttributes SetQueueAttributes DeleteQueue ListQueueTags TagQueue UntagQueue`,
      namedByStack('sqs', id),
    ),
  'AWS::SQS::QueuePolicy': () =>
    calls('sqs', 'GetQueueAttributes SetQueueAttributes', namedByStack('sqs', 'WakeQueue')),
  'AWS::Scheduler::Schedule': () => [
    ...calls(
      'scheduler',
      'CreateSchedule GetSchedule UpdateSchedule DeleteSchedule',
      arnIn('scheduler', `schedule/${STACK}/hourly`),
    ),
    ...passRole('SchedulerRole', 'scheduler.amazonaws.com'),
  ],
  'AWS::Scheduler::ScheduleGroup': () =>
    calls(
      'scheduler',
      'CreateScheduleGroup GetScheduleGroup DeleteScheduleGroup ListTagsForResource TagResource UntagResource',
      arnIn('scheduler', `schedule-group/${STACK}`),
    ),
  'AWS::SecretsManager::Secret': (id) =>
    calls(
      'secretsmanager',
      'CreateSecret DescribeSecret UpdateSecret DeleteSecret TagResource UntagResource',
      secretArn(id),
    ),
};

export const HANDLED_TYPES = Object.keys(HANDLED);

/** The calls for all resources of a type. */
export const callsForType = (template: Template, type: string): Call[] =>
  ofType(template, type).flatMap(([id]) => HANDLED[type]?.(id) ?? []);

/** The calls that give a role its permissions, with the boundary that the role has or gets; none without one. */
export const callsForPermissions = (boundary?: string): Call[] =>
  calls(
    'iam',
    `CreateRole PutRolePolicy${boundary === undefined ? '' : ' PutRolePermissionsBoundary'}`,
    [roleArn('WorkerRole'), roleArn('WorkerRole', '/teams/noc/')],
    boundary === undefined ? undefined : { 'iam:PermissionsBoundary': boundary },
  );

/** What `osls` itself calls to deploy, to roll back and to remove, besides the bucket. */
export const CALLS_OF_OSLS: readonly Call[] = [
  ...calls(
    'cloudformation',
    `CreateChangeSet DescribeChangeSet ExecuteChangeSet DeleteChangeSet DeleteStack DescribeStacks DescribeStackEvents
     DescribeStackResource ListStackResources GetTemplate ContinueUpdateRollback`,
    arnIn('cloudformation', `stack/${STACK}/0f0f0f0f-0000-4000-8000-000000000000`),
  ),
  ...calls('cloudformation', 'ValidateTemplate', '*'),
];

/** What a deployment does not need: to read what the stack keeps, and to touch what is not the stack's. */
export const TEMPTATIONS: readonly Call[] = [
  ...calls('secretsmanager', 'GetSecretValue PutSecretValue', secretArn('ThousandEyesSecret')),
  ...calls('secretsmanager', 'DeleteSecret', secretArn('Other')),
  ...calls('dynamodb', 'GetItem Query Scan PutItem DeleteItem', tableArn('Table')),
  ...calls('dynamodb', 'DeleteTable DescribeTable', arnIn('dynamodb', 'table/other')),
  ...calls('sqs', 'ReceiveMessage SendMessage PurgeQueue', namedByStack('sqs', 'WakeQueue')),
  ...calls('sns', 'Publish', namedByStack('sns', 'EvidenceTopic')),
  ...calls('lambda', 'InvokeFunction', FUNCTION),
  ...calls('lambda', 'UpdateFunctionCode', arnIn('lambda', 'function:other')),
  ...calls('lambda', 'CreateEventSourceMapping', '*', { 'lambda:FunctionArn': arnIn('lambda', 'function:other') }),
  ...calls('iam', 'CreateRole PutRolePolicy', `arn:aws:iam::${ACCOUNT}:role/other`),
  ...calls('iam', 'AttachRolePolicy DeleteRolePermissionsBoundary', roleArn('WorkerRole')),
  ...calls('iam', 'CreateUser', `arn:aws:iam::${ACCOUNT}:user/other`),
  ...passRole('WorkerRole', 'ec2.amazonaws.com'),
  ...calls('s3', 'GetObject', 'arn:aws:s3:::other/key'),
  ...calls('logs', 'DeleteLogGroup', arnIn('logs', 'log-group:/aws/lambda/other')),
  ...calls(
    'cloudformation',
    'DeleteStack',
    arnIn('cloudformation', 'stack/other/0f0f0f0f-0000-4000-8000-000000000000'),
  ),
  ...calls('events', 'PutRule', arnIn('events', 'rule/other')),
];
