import { describe, expect, it } from 'vitest';
import { type Fault, withFault } from '../support/faults.ts';
import { packagedTemplate, TEMPLATES } from '../support/packaged-template.ts';
import { safekeepingFindings } from './template/safekeeping.ts';

const has = (id: string, thing: string) => `${id}: has to have ${thing}`;
const TLS = 'a policy that refuses whoever comes without TLS';

describe('the packaged template: what it keeps', () => {
  it.each(TEMPLATES)('is neither lost, nor open to others, nor kept for ever: %s', async (name) => {
    expect(safekeepingFindings(await packagedTemplate(name))).toEqual([]);
  });

  it.each<Fault>([
    {
      fault: 'wakes that come again while they are worked on',
      seed: ({ Resources }) => (Resources.WorkerLambdaFunction.Properties.Timeout = 61),
      found: has('WakeQueue', 'six times the timeout as visibility'),
    },
    {
      fault: 'wakes without a dead-letter queue',
      seed: ({ Resources }) => delete Resources.WakeQueue.Properties.RedrivePolicy,
      found: has('WakeQueue', 'a dead-letter queue'),
    },
    {
      fault: 'dead letters that are forgotten in four days',
      seed: ({ Resources }) => delete Resources.ScheduleDeadLetterQueue.Properties.MessageRetentionPeriod,
      found: has('ScheduleDeadLetterQueue', 'fourteen days for dead letters'),
    },
    {
      fault: 'a queue in the clear',
      seed: ({ Resources }) => delete Resources.WakeQueue.Properties.SqsManagedSseEnabled,
      found: has('WakeQueue', 'encryption'),
    },
    {
      fault: 'a queue without its policy',
      seed: ({ Resources }) => delete Resources.ScheduleDeadLetterQueuePolicy,
      found: has('ScheduleDeadLetterQueue', TLS),
    },
    {
      fault: 'a policy that refuses TLS instead',
      seed: ({ Resources }) =>
        (Resources.WakeQueuePolicy.Properties.PolicyDocument.Statement[0].Condition.Bool['aws:SecureTransport'] = true),
      found: has('WakeQueue', TLS),
    },
    {
      fault: 'a topic without its policy',
      seed: ({ Resources }) => delete Resources.ChatTopicPolicy,
      found: has('ChatTopic', TLS),
    },
    {
      fault: 'a topic that sends to http',
      seed: ({ Resources }) => Resources.EvidenceTopicPolicy.Properties.PolicyDocument.Statement.pop(),
      found: has('EvidenceTopic', 'a policy that refuses subscribers without TLS'),
    },
    {
      fault: 'links in the clear',
      seed: ({ Resources }) => delete Resources.EvidenceTopic.Properties.KmsMasterKeyId,
      found: has('EvidenceTopic', 'encryption'),
    },
    {
      fault: 'a ledger without recovery',
      seed: ({ Resources }) => delete Resources.Table.Properties.PointInTimeRecoverySpecification,
      found: has('Table', 'point-in-time recovery'),
    },
    {
      fault: 'a ledger that goes with the stack',
      seed: ({ Resources }) => delete Resources.Table.DeletionPolicy,
      found: has('Table', 'a life after the stack'),
    },
    {
      fault: 'a ledger that a failed first deployment leaves behind',
      seed: ({ Resources }) => (Resources.Table.DeletionPolicy = 'Retain'),
      found: has('Table', 'an end with a first deployment that fails'),
    },
    {
      fault: 'a ledger that a failed first deployment cannot take away',
      seed: ({ Resources }) => (Resources.Table.Properties.DeletionProtectionEnabled = true),
      found: has('Table', 'an end with a first deployment that fails'),
    },
    {
      fault: 'logs for ever',
      seed: ({ Resources }) => delete Resources.HttpApiLogGroup.Properties.RetentionInDays,
      found: has('HttpApiLogGroup', 'an end of retention'),
    },
    {
      fault: 'a log level that drops the metrics',
      seed: ({ Resources }) => (Resources.WorkerLambdaFunction.Properties.LoggingConfig.ApplicationLogLevel = 'WARN'),
      found: has('WorkerLambdaFunction', 'logs as JSON, metrics among them'),
    },
    {
      fault: 'an API without a limit',
      seed: ({ Resources }) => delete Resources.HttpApiStage.Properties.DefaultRouteSettings.ThrottlingRateLimit,
      found: has('HttpApiStage', 'a limit of requests'),
    },
    {
      fault: 'a route with a limit that is text',
      seed: ({ Resources }) =>
        (Resources.HttpApiStage.Properties.RouteSettings['POST /webhooks/thousandeyes'].ThrottlingRateLimit = '1000'),
      found: has('HttpApiStage, POST /webhooks/thousandeyes', 'a limit of requests'),
    },
    {
      fault: 'limits of a route that may not be there yet',
      seed: ({ Resources }) => (Resources.HttpApiStage.DependsOn = ['HttpApiLogGroup']),
      found: has('HttpApiStage, POST /webhooks/thousandeyes', 'the stage wait for its route'),
    },
    {
      fault: 'an access log with what the caller chose',
      seed: ({ Resources }) =>
        (Resources.HttpApiStage.Properties.AccessLogSettings.Format = '{"path":"$context.path"}'),
      found: has('HttpApiStage', 'an access log without what the caller chose'),
    },
  ])('is found to have $fault', async ({ seed, found }) => {
    const template = withFault(await packagedTemplate('planned'), { seed });

    expect(safekeepingFindings(template)).toContain(found);
  });
});
