import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Alert } from '../alerts/alert.ts';
import type { Capture } from '../captures/capture.ts';
import { triggersOfEpisode } from '../captures/episode.ts';
import { captureOfAlert, captureOfUnknown } from '../captures/from-alert.ts';
import type { Authenticate } from '../edge/authenticate.ts';
import { NoValueError } from '../edge/credentials.ts';
import { type BodyCarrier, json, notJson, problem } from '../edge/http.ts';
import { type IntakeDeps, takeIn } from './intake.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerQueries } from '../ledger/queries.ts';
import { type Reading, readAlert } from '../alerts/read-alert.ts';
import { type Rules, ruledOut } from '../alerts/rules.ts';
import { type BodyFault, readReceivedBody } from './received-body.ts';
import { readWebhookBody } from '../alerts/body.ts';

export interface WebhookDeps extends IntakeDeps {
  readonly ledger: Pick<Ledger, 'add'> & Pick<LedgerQueries, 'idsOfAlert' | 'getAll'>;
  readonly authenticate: Authenticate;
  readonly rules: Rules;
  readonly now: () => number;
}

/**
 * Answers `POST /webhooks/thousandeyes`. The sender repeats every request that is not answered with exactly 200. So
 * every body that was handled gets 200, and an alert that could not be stored gets 503.
 */
export const createWebhook =
  (deps: WebhookDeps) =>
  async (event: BodyCarrier): Promise<APIGatewayProxyStructuredResultV2> => {
    const { authenticate, log, measure, now } = deps;
    const receivedAt = now();
    try {
      if (!(await authenticate(event.headers))) {
        log.warn('webhook_unauthorized');
        measure('WebhookUnauthorized');
        return problem(401, 'Send the webhook token as Bearer, Basic password or X-Webhook-Token.');
      }
      const body = readReceivedBody(event);
      if (!body.ok) return refuse(deps, body.fault);
      // A broken character in a name must not lose an alert. The ids are ASCII.
      const text = new TextDecoder('utf-8').decode(body.bytes);
      const reading = readText(text, deps.rules);
      if (reading === undefined) return refuse(deps, 'not_json');
      measure('AlertsReceived');
      return await answer(deps, reading, body.bytes, text, receivedAt);
    } catch (error) {
      if (error instanceof NoValueError) {
        log.error('webhook_secret_without_value', error);
        measure('SecretsWithoutValue', 1, 'webhook');
        return problem(503, 'The webhook has no token yet: fill its secret. Then send the alert again.');
      }
      log.error('webhook_failed', error);
      return problem(503, 'The alert could not be stored. Send it again.');
    }
  };

/** Counts refused bodies. Only authenticated ones come here, so each may be a lost alert. */
const refuse = ({ log, measure }: WebhookDeps, reason: BodyFault | 'not_json') => {
  const answer = REFUSALS[reason]();
  log.warn('webhook_unreadable', { status: answer.statusCode, reason });
  measure('WebhookRefused', 1, reason);
  return answer;
};

const REFUSALS = {
  media_type: () => problem(415, 'Send the body as application/json.'),
  content_encoding: () => problem(415, 'Send the body without Content-Encoding, or as gzip.'),
  too_large: () => problem(413, 'Send at most 1 MiB.'),
  not_json: notJson,
} as const;

/**
 * Reads a body's text; undefined if it never was JSON, and so is no alert. Broken JSON may be an alert, and its sender
 * would only repeat the same text, so it goes into quarantine like an unknown shape.
 */
const readText = (text: string, { captureOn }: Rules): Reading | undefined => {
  const body = readWebhookBody(text);
  if (body.outcome === 'not_json') return undefined;
  return body.outcome === 'value'
    ? readAlert(body.value, captureOn)
    : { outcome: 'unknown', why: WHY_UNREADABLE[body.outcome] };
};

const WHY_UNREADABLE = {
  broken: 'not valid JSON, as when a name has a quote in it',
  contradictory: 'the body has an id twice with two values, as when a name has a quote in it',
} as const;

const answer = async (deps: WebhookDeps, reading: Reading, body: Buffer, text: string, receivedAt: number) => {
  const { log, measure, rules } = deps;
  switch (reading.outcome) {
    case 'ignored':
      log.info('alert_ignored', { reason: reading.reason });
      measure('AlertsIgnored', 1, reading.reason);
      return json(200, { status: 'ignored', reason: reading.reason });
    case 'unknown': {
      const { capture, payload } = captureOfUnknown(body, text, reading.why, receivedAt, reading.alert);
      const status = await takeIn(deps, capture, payload);
      log.warn('webhook_quarantined', { captureId: capture.id, status, why: reading.why });
      measure(status === 'duplicate' ? 'AlertsRepeated' : 'AlertsQuarantined');
      return json(200, { status: 'quarantined', captureId: capture.id });
    }
    case 'alert': {
      const { alert } = reading;
      const reason = ruledOut(alert, rules);
      if (reason !== undefined) {
        const { severity, testId, ruleId } = alert;
        log.info('alert_ruled_out', { reason, severity, testId, ruleId });
        measure('AlertsIgnored', 1, reason);
        return json(200, { status: 'ignored', reason });
      }
      const triggers = await triggersOf(deps, alert, receivedAt);
      const capture = captureOfAlert(alert, text, receivedAt, { triggers, reachBack: rules.reachBack });
      const status = await takeIn(deps, capture);
      log.info('alert_taken_in', { captureId: capture.id, status, severity: capture.severity, testId: capture.testId });
      if (status === 'duplicate') measure('AlertsRepeated');
      return json(200, { status, captureId: capture.id });
    }
  }
};

/** Captures of one alert that are read to find its episode: a trigger, its escalations, an earlier clear. */
const OF_ALERT = 20;

/**
 * The triggers of the episode that a clear ends. Its window may depend on them, and its message names their snapshots. A
 * trigger needs no read.
 */
const triggersOf = async ({ ledger }: WebhookDeps, alert: Alert, receivedAt: number): Promise<Capture[]> => {
  if (alert.alertId === undefined || alert.transition !== 'clear') return [];
  const captures = await ledger.getAll(await ledger.idsOfAlert(alert.alertId, OF_ALERT));
  return triggersOfEpisode(captures, alert, receivedAt);
};
