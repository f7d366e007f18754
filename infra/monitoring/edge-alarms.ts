import { ONE_BY_ONE } from '../../lib/edge/bounded-refusals.ts';
import type { Stack } from '../stack.ts';
import { alarm, awsMetric, ownMetric } from './alarm.ts';
import { logMetric } from './log-metrics.ts';

/** ThousandEyes repeats an alert every five minutes for about an hour; a scanner comes and goes. */
const AS_A_SENDER_REPEATS = { threshold: { atLeast: 1 }, periods: 7, outOf: 12 } as const;

/** Alarms about requests that were refused or lost on arrival. */
export const edgeAlarms = (stack: Stack) => ({
  WebhookUnauthorizedAlarm: alarm(stack, 'webhook-unauthorized', {
    hurts: 'You may be losing alerts: ThousandEyes uses an old token or a new address, or somebody is guessing tokens.',
    runbook: 'wrong-credentials-at-the-webhook',
    metric: ownMetric(stack, 'WebhookUnauthorized'),
    threshold: { atLeast: ONE_BY_ONE },
    missing: 'notBreaching',
  }),
  WebhookTokenWrongAlarm: alarm(stack, 'webhook-token-wrong', {
    hurts: 'You are probably losing alerts: for most of an hour the webhook has refused a token or an address.',
    runbook: 'wrong-credentials-at-the-webhook',
    metric: ownMetric(stack, 'WebhookUnauthorized'),
    ...AS_A_SENDER_REPEATS,
    missing: 'notBreaching',
  }),
  OperatorUnauthorizedAlarm: alarm(stack, 'operator-unauthorized', {
    hurts: 'Operators may be locked out, or somebody is guessing tokens: the operator API refuses many requests.',
    runbook: 'wrong-credentials-at-the-operator-api',
    metric: ownMetric(stack, 'OperatorUnauthorized'),
    threshold: { atLeast: ONE_BY_ONE },
    missing: 'notBreaching',
  }),
  SecretsWithoutValueAlarm: alarm(stack, 'secret-without-value', {
    hurts: 'Alerts or operators get 503: a secret holds no valid token.',
    runbook: 'a-secret-has-no-value',
    metric: ownMetric(stack, 'SecretsWithoutValue'),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
  WebhookRefusedAlarm: alarm(stack, 'webhook-refused', {
    hurts: 'You may be losing alerts: the webhook refuses bodies that it cannot read, although their token is right.',
    runbook: 'the-webhook-refuses-bodies',
    metric: ownMetric(stack, 'WebhookRefused'),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
  AlertRequestsRefusedAlarm: alarm(stack, 'webhook-keeps-refusing', {
    hurts: 'You lose alerts if this goes on: for most of an hour the webhook has answered 4xx.',
    runbook: 'the-webhook-keeps-refusing',
    metric: logMetric(stack, 'AlertRequestsRefused'),
    ...AS_A_SENDER_REPEATS,
    missing: 'notBreaching',
  }),
  RequestsThrottledAlarm: alarm(stack, 'http-api-429', {
    hurts: 'You may be losing alerts: API Gateway answers 429, because more requests arrive than its limits allow.',
    runbook: 'the-http-api-answers-429',
    metric: logMetric(stack, 'RequestsThrottled'),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
  HttpApiErrorsAlarm: alarm(stack, 'http-api-5xx', {
    hurts: 'You may be losing alerts: they get 5xx, and ThousandEyes repeats them for about an hour only.',
    runbook: 'the-http-api-answers-5xx',
    metric: awsMetric(['ApiGateway', '5xx'], ['ApiId', { Ref: 'HttpApi' }]),
    threshold: { atLeast: 1 },
    missing: 'notBreaching',
  }),
});
