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
    hurts: 'Captures may wait forever: nothing looks for those whose wake was lost.',
    runbook: 'the-watchdog-is-silent',
    metric: ownMetric(stack, 'WatchdogHeartbeat'),
    threshold: { below: 1 },
    period: 60,
    periods: 5,
    missing: 'breaching',
  }),
  OldestPendingAlarm: alarm(stack, 'oldest-pending', {
    hurts: `People on the incident have waited more than ${stack.settings.ALARM_PENDING_MINUTES} minutes for evidence.`,
    runbook: 'captures-wait-too-long',
    metric: ownMetric(stack, 'OldestPendingSeconds', 'Maximum'),
    threshold: { atLeast: stack.settings.ALARM_PENDING_MINUTES * 60 },
    // A silent watchdog has its own alarm. Its silence does not mean that nothing waits.
    missing: 'ignore',
  }),
  CapturesFailedAlarm: alarm(stack, 'captures-failed', {
    hurts: 'People on the incident have no evidence: a capture failed. Its notice on the topic says why.',
    runbook: 'captures-failed',
    metric: ownMetric(stack, 'CapturesFailed'),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
  NotificationsNotAcceptedAlarm: alarm(stack, 'notifications-not-accepted', {
    hurts: 'Subscribers get no links although the snapshots exist: SNS has refused them for ten minutes.',
    runbook: 'the-topic-accepts-nothing',
    metric: ownMetric(stack, 'NotificationsNotAccepted'),
    threshold: { atLeast: 1 },
    periods: 2,
    missing: 'notBreaching',
  }),
  LinksWithheldAlarm: alarm(stack, 'links-withheld', {
    hurts:
      'Subscribers get a notification without a link: LINK_VISIBILITY is login, but the link may open without a login.',
    runbook: 'a-share-link-came-back',
    metric: ownMetric(stack, 'LinksWithheld'),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
});

const upstream = (stack: Stack) => ({
  UpstreamUnauthorizedAlarm: alarm(stack, 'upstream-unauthorized', {
    hurts: 'Nobody gets a link until you replace the token: ThousandEyes answers 401.',
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
    hurts: 'Nobody gets a link until you correct THOUSANDEYES_API_URL: the address answers with a redirect.',
    runbook: 'the-api-address-is-wrong',
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
      'People may wait for a link in vain: the worker failed on a wake five times, so it is in the dead-letter queue.',
    runbook: 'wakes-in-the-dead-letter-queue',
    metric: visibleIn('WakeDeadLetterQueue'),
    ...common,
  });
  if (!stack.hasSchedules) return { WakeDeadLettersAlarm: wakes };
  const runs = alarm(stack, 'schedule-dead-letters', {
    hurts: 'Planned evidence is missing: a run failed, and nobody repeats it.',
    runbook: 'planned-runs-in-the-dead-letter-queue',
    metric: visibleIn('ScheduleDeadLetterQueue'),
    ...common,
  });
  return { WakeDeadLettersAlarm: wakes, ScheduleDeadLettersAlarm: runs };
};
