import type { Stack } from '../stack.ts';
import { alarm, awsMetric, ownMetric } from './alarm.ts';
import { logMetric } from './log-metrics.ts';

/** ThousandEyes repeats an alert every five minutes for about an hour; a scanner comes and goes. */
const AS_A_SENDER_REPEATS = { threshold: { atLeast: 1 }, periods: 7, outOf: 12 } as const;

/** Requests that are refused or lost on their way in. */
export const edgeAlarms = (stack: Stack) => ({
  WebhookUnauthorizedAlarm: alarm(stack, 'webhook-unauthorized', {
    hurts:
      'Alerts may be refused: ThousandEyes sends an old token or from a new address, or somebody is guessing tokens.',
    runbook: 'wrong-credentials-at-the-webhook',
    metric: ownMetric(stack, 'WebhookUnauthorized'),
    threshold: { atLeast: 20 },
    missing: 'notBreaching',
  }),
  WebhookTokenWrongAlarm: alarm(stack, 'webhook-token-wrong', {
    hurts:
      'Alerts are refused: for most of an hour the webhook got a wrong token, as from a sender that repeats an alert.',
    runbook: 'wrong-credentials-at-the-webhook',
    metric: ownMetric(stack, 'WebhookUnauthorized'),
    ...AS_A_SENDER_REPEATS,
    missing: 'notBreaching',
  }),
  OperatorUnauthorizedAlarm: alarm(stack, 'operator-unauthorized', {
    hurts: 'Operators may be locked out, or somebody is guessing their tokens: the operator API refuses many requests.',
    runbook: 'wrong-credentials-at-the-operator-api',
    metric: ownMetric(stack, 'OperatorUnauthorized'),
    threshold: { atLeast: 20 },
    missing: 'notBreaching',
  }),
  SecretsWithoutValueAlarm: alarm(stack, 'secret-without-value', {
    hurts: 'Alerts or operators are refused with 503: a secret has no value that is accepted.',
    runbook: 'a-secret-has-no-value',
    metric: ownMetric(stack, 'SecretsWithoutValue'),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
  WebhookRefusedAlarm: alarm(stack, 'webhook-refused', {
    hurts:
      'Alerts may be lost: the webhook refuses bodies that come with the right token, because it cannot read them.',
    runbook: 'the-webhook-refuses-bodies',
    metric: ownMetric(stack, 'WebhookRefused'),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
  AlertRequestsRefusedAlarm: alarm(stack, 'webhook-keeps-refusing', {
    hurts:
      'Alerts are lost if this goes on: for most of an hour the webhook has answered 4xx, as it would to a sender that repeats an alert.',
    runbook: 'the-webhook-keeps-refusing',
    metric: logMetric(stack, 'AlertRequestsRefused'),
    ...AS_A_SENDER_REPEATS,
    missing: 'notBreaching',
  }),
  RequestsThrottledAlarm: alarm(stack, 'http-api-429', {
    hurts: 'Alerts may be lost: requests are answered 429, because more come than the limits of the API let through.',
    runbook: 'the-http-api-answers-429',
    metric: logMetric(stack, 'RequestsThrottled'),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
  HttpApiErrorsAlarm: alarm(stack, 'http-api-5xx', {
    hurts: 'Alerts may be lost: they are answered 5xx, and ThousandEyes repeats them for a limited time only.',
    runbook: 'the-http-api-answers-5xx',
    metric: awsMetric(['ApiGateway', '5xx'], ['ApiId', { Ref: 'HttpApi' }]),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
});
