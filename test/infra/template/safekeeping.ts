import { ofType, type Resource, type Template } from '../../support/packaged-template.ts';

const TWO_WEEKS = 1_209_600;

/** Places where data could be lost, read by others or kept for ever, or where such a fault would stay unseen. */
export const safekeepingFindings = (template: Template): string[] => [
  ...ofType(template, 'AWS::SQS::Queue').flatMap(([id, queue]) => queueFindings(template, id, queue)),
  ...ofType(template, 'AWS::Lambda::EventSourceMapping').flatMap(([, mapping]) => sourceFindings(template, mapping)),
  ...ofType(template, 'AWS::SNS::Topic').flatMap(([id, topic]) => topicFindings(template, id, topic)),
  ...ofType(template, 'AWS::DynamoDB::Table').flatMap(([id, table]) => tableFindings(id, table)),
  ...ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) =>
    functionFindings(template, id, Properties),
  ),
  ...ofType(template, 'AWS::Logs::LogGroup').flatMap(([id, { Properties }]) =>
    must(id, { 'an end of retention': Properties['RetentionInDays'] > 0 }),
  ),
  ...ofType(template, 'AWS::ApiGatewayV2::Stage').flatMap(([id, stage]) => stageFindings(template, id, stage)),
];

/** A finding for each missing thing. */
const must = (id: string, things: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(things).flatMap(([thing, isThere]) => (isThere ? [] : [`${id}: has to have ${thing}`]));

/** Whether a service puts undelivered messages into this queue. */
const isDeadLetterQueue = ({ Resources }: Template, id: string): boolean => {
  const target = `"(deadLetterTargetArn|DeadLetterConfig|OnFailure)":({"(Arn|Destination)":)?{"Fn::GetAtt":\\["${id}"`;
  return new RegExp(target).test(JSON.stringify(Resources));
};

const queueFindings = (template: Template, id: string, { Properties }: Resource): string[] =>
  must(id, {
    encryption:
      JSON.stringify(Properties['SqsManagedSseEnabled']) === '{"Fn::If":["HasKey",false,true]}' &&
      'KmsMasterKeyId' in Properties,
    'a policy that refuses whoever comes without TLS': refusesPlainText(
      template,
      'AWS::SQS::QueuePolicy',
      'Queues',
      id,
    ),
    'fourteen days for dead letters':
      !isDeadLetterQueue(template, id) || Properties['MessageRetentionPeriod'] === TWO_WEEKS,
    'a dead-letter queue': isDeadLetterQueue(template, id) || Properties['RedrivePolicy']?.maxReceiveCount >= 3,
  });

/**
 * AWS advises six times the function's timeout, so that no message is received again while the function works on it.
 */
const sourceFindings = (template: Template, { Properties }: Resource): string[] => {
  const queue = template.Resources[Properties['EventSourceArn']['Fn::GetAtt'][0]]?.Properties ?? {};
  const consumer = template.Resources[Properties['FunctionName']['Fn::GetAtt'][0]]?.Properties ?? {};
  return must('WakeQueue', {
    'six times the timeout as visibility': queue['VisibilityTimeout'] >= 6 * consumer['Timeout'],
  });
};

/** Alarms are no secret, and CloudWatch cannot publish with the key that AWS manages. */
const OPEN_TOPICS = new Set(['AlarmTopic']);

const topicFindings = (template: Template, id: string, { Properties }: Resource): string[] =>
  must(id, {
    encryption: 'KmsMasterKeyId' in Properties || OPEN_TOPICS.has(id),
    'a policy that refuses whoever comes without TLS': refusesPlainText(
      template,
      'AWS::SNS::TopicPolicy',
      'Topics',
      id,
    ),
    'a policy that refuses subscribers without TLS': refusesSubscribersInClear(template, id),
  });

const refusesSubscribersInClear = (template: Template, id: string): boolean =>
  ofType(template, 'AWS::SNS::TopicPolicy').some(([, { Properties }]) =>
    Properties['PolicyDocument'].Statement.some(
      ({ Effect, Principal, Action, Resource: { Ref = '' } = {}, Condition }: Record<string, any>) =>
        Effect === 'Deny' &&
        Principal === '*' &&
        Action === 'sns:Subscribe' &&
        Ref === id &&
        Condition?.StringEquals?.['sns:Protocol'] === 'http',
    ),
  );

const refusesPlainText = (template: Template, type: string, key: string, id: string): boolean =>
  ofType(template, type).some(
    ([, { Properties }]) =>
      Properties[key].some((target: { Ref?: string }) => target.Ref === id) &&
      Properties['PolicyDocument'].Statement.some(
        ({ Effect, Principal, Condition }: Record<string, any>) =>
          Effect === 'Deny' && Principal === '*' && String(Condition?.Bool?.['aws:SecureTransport']) === 'false',
      ),
  );

const tableFindings = (id: string, { Properties, DeletionPolicy, UpdateReplacePolicy }: Resource): string[] =>
  must(id, {
    'capacity on demand': Properties['BillingMode'] === 'PAY_PER_REQUEST',
    'point-in-time recovery': Properties['PointInTimeRecoverySpecification']?.PointInTimeRecoveryEnabled === true,
    'a time to live': Properties['TimeToLiveSpecification']?.Enabled === true,
    encryption: Properties['SSESpecification']?.SSEEnabled === true,
    'a life after the stack': (DeletionPolicy ?? '').startsWith('Retain') && UpdateReplacePolicy === 'Retain',
    'an end with a first deployment that fails':
      DeletionPolicy === 'RetainExceptOnCreate' && Properties['DeletionProtectionEnabled'] === false,
  });

const functionFindings = (template: Template, id: string, properties: Resource['Properties']): string[] =>
  must(id, {
    'Node 24 on arm64': properties['Runtime'] === 'nodejs24.x' && properties['Architectures']?.join() === 'arm64',
    'logs as JSON, metrics among them': /^JSON (INFO|DEBUG)$/.test(
      `${properties['LoggingConfig']?.LogFormat} ${properties['LoggingConfig']?.ApplicationLogLevel}`,
    ),
    'a log group of its own': ofType(template, 'AWS::Logs::LogGroup').some(
      ([, group]) => group.Properties['LogGroupName'] === `/aws/lambda/${properties['FunctionName']}`,
    ),
  });

/** The fields that an access log may have: none that the caller chooses. */
const LOGGED =
  /^\$context\.(requestId|requestTime|identity\.sourceIp|routeKey|status|response\w+|integrationStatus|error\.responseType)$/;

const stageFindings = (template: Template, id: string, { Properties, DependsOn = [] }: Resource): string[] => {
  const { DefaultRouteSettings: limits, RouteSettings: byRoute = {}, AccessLogSettings: log } = Properties;
  const fields: unknown[] = log === undefined ? [] : Object.values(JSON.parse(log.Format));
  const routes = ofType(template, 'AWS::ApiGatewayV2::Route');
  const routeOf = (key: string) => routes.find(([, route]) => route.Properties['RouteKey'] === key)?.[0];
  return [
    ...must(id, {
      'a limit of requests': isLimit(limits),
      'an access log': fields.length > 0,
      'an access log without what the caller chose': fields.every((field) => LOGGED.test(String(field))),
    }),
    ...Object.entries(byRoute).flatMap(([key, own]) =>
      must(`${id}, ${key}`, {
        'a limit of requests': isLimit(own),
        'the stage wait for its route': [DependsOn].flat().some((name) => name === routeOf(key)),
      }),
    ),
  ];
};

/** The values have to be numbers, because CloudFormation passes the settings of a route on unchanged. */
const isLimit = (limits: any): boolean =>
  [limits?.ThrottlingRateLimit, limits?.ThrottlingBurstLimit].every((value) => typeof value === 'number' && value > 0);
