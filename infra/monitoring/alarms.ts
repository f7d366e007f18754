import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { alarm, awsMetric, ownMetric } from './alarm.ts';
import { edgeAlarms } from './edge-alarms.ts';
import { functionAlarms } from './function-alarms.ts';
import type { Stack } from '../stack.ts';

/** All alarms of the stack by logical id. Each has its heading in docs/runbook.md. */
export const alarmsOf = (stack: Stack) => ({
  ...waiting(stack),
  ...upstream(stack),
  ...edgeAlarms(stack),
  ...deadLetters(stack),
  ...Object.fromEntries(FUNCTION_NAMES.flatMap((name) => Object.entries(functionAlarms(stack, name)))),
});

const waiting = (stack: Stack) => ({
  WatchdogSilentAlarm: alarm(stack, 'watchdog-silent', {
    hurts: 'Whoever waits for a link may wait for good: nobody looks for captures whose wake was lost.',
    runbook: 'the-watchdog-is-silent',
    metric: ownMetric(stack, 'WatchdogHeartbeat'),
    threshold: { below: 1 },
    period: 60,
    periods: 5,
    missing: 'breaching',
  }),
  OldestPendingAlarm: alarm(stack, 'oldest-pending', {
    hurts: `Whoever handles the incident has waited more than ${stack.settings.ALARM_PENDING_MINUTES} minutes for evidence.`,
    runbook: 'captures-wait-too-long',
    metric: ownMetric(stack, 'OldestPendingSeconds', 'Maximum'),
    threshold: { atLeast: stack.settings.ALARM_PENDING_MINUTES * 60 },
    // A watchdog that tells nothing has an alarm of its own; it does not mean that nothing waits.
    missing: 'ignore',
  }),
  CapturesFailedAlarm: alarm(stack, 'captures-failed', {
    hurts: 'Whoever handles the incident has no evidence: a capture failed, and its notice on the topic says why.',
    runbook: 'captures-failed',
    metric: ownMetric(stack, 'CapturesFailed'),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
  NotificationsNotAcceptedAlarm: alarm(stack, 'notifications-not-accepted', {
    hurts: 'Subscribers get no links although the snapshots exist: SNS has not accepted them for ten minutes.',
    runbook: 'the-topic-accepts-nothing',
    metric: ownMetric(stack, 'NotificationsNotAccepted'),
    threshold: { atLeast: 1 },
    periods: 2,
    missing: 'notBreaching',
  }),
  LinksWithheldAlarm: alarm(stack, 'links-withheld', {
    hurts:
      'Subscribers get no link although LINK_VISIBILITY is login: ThousandEyes gave one that opens without a login, or may.',
    runbook: 'a-share-link-came-back',
    metric: ownMetric(stack, 'LinksWithheld'),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
});

const upstream = (stack: Stack) => ({
  UpstreamUnauthorizedAlarm: alarm(stack, 'upstream-unauthorized', {
    hurts: 'Nobody gets a link until the token is replaced: ThousandEyes answers 401.',
    runbook: 'thousandeyes-refuses-the-token',
    metric: ownMetric(stack, 'UpstreamUnauthorized'),
    // A rotation costs one 401 or a few, once; a wrong token costs one every three minutes at least.
    threshold: { atLeast: 1 },
    periods: 3,
    missing: 'notBreaching',
  }),
  UpstreamRateLimitedAlarm: alarm(stack, 'upstream-rate-limited', {
    hurts: 'Everybody waits longer for links: something else in the organization spends the snapshot quota.',
    runbook: 'something-else-spends-the-quota',
    metric: ownMetric(stack, 'UpstreamRateLimited'),
    threshold: { atLeast: 1 },
    periods: 3,
    missing: 'notBreaching',
  }),
  UpstreamRedirectedAlarm: alarm(stack, 'upstream-redirected', {
    hurts: 'Nobody gets a link until THOUSANDEYES_API_URL is corrected: the address answers with a redirect.',
    runbook: 'the-address-of-the-api-is-a-wrong-one',
    metric: ownMetric(stack, 'UpstreamRedirected'),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
  UpstreamTestsMissingAlarm: alarm(stack, 'upstream-tests-missing', {
    hurts: 'Alerts of at least three tests end without evidence: ThousandEyes answers 404 for them.',
    runbook: 'thousandeyes-does-not-know-several-tests',
    metric: ownMetric(stack, 'UpstreamTestsMissing', 'Maximum'),
    threshold: { atLeast: 3 },
    missing: 'notBreaching',
  }),
});

const visibleIn = (queue: string) =>
  awsMetric(
    ['SQS', 'ApproximateNumberOfMessagesVisible'],
    ['QueueName', { 'Fn::GetAtt': [queue, 'QueueName'] }],
    'Maximum',
  );

const deadLetters = (stack: Stack) => {
  const common = { threshold: { atLeast: 1 }, missing: 'notBreaching' } as const;
  const wakes = alarm(stack, 'wake-dead-letters', {
    hurts:
      'Somebody may wait for a link that does not come: wakes are in the dead-letter queue, because no run settled them.',
    runbook: 'wakes-in-the-dead-letter-queue',
    metric: visibleIn('WakeDeadLetterQueue'),
    ...common,
  });
  if (!stack.hasSchedules) return { WakeDeadLettersAlarm: wakes };
  const runs = alarm(stack, 'schedule-dead-letters', {
    hurts: 'Planned evidence is missing: a run could not be delivered or taken in, and nobody repeats it.',
    runbook: 'planned-runs-in-the-dead-letter-queue',
    metric: visibleIn('ScheduleDeadLetterQueue'),
    ...common,
  });
  return { WakeDeadLettersAlarm: wakes, ScheduleDeadLettersAlarm: runs };
};
