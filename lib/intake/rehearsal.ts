import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CAPTURE_EVERYTHING } from '../alerts/rules.ts';
import type { IntakeDeps } from './intake.ts';
import { createWebhook, type WebhookDeps } from './webhook.ts';

/** In the form of the vendor's classic webhook. */
const ALERT = {
  eventId: '1-1',
  eventType: 'ALERT_NOTIFICATION_TRIGGER',
  alert: {
    alertId: 1,
    testId: 1,
    testName: 'rehearsal',
    ruleId: 1,
    ruleName: 'rehearsal',
    ruleAid: 1,
    severity: 'Info',
    type: 'HTTP Server',
    active: 1,
    apiLinks: [{ rel: 'related', href: 'https://api.thousandeyes.com/v4/tests/1' }],
  },
};

const ignore = () => undefined;

/**
 * Takes a made-up alert in, with no token, log or metric. Code that runs for the first time takes many times as long as later;
 * after this the first real alert is not the first.
 *
 * @param ledger over a client that reaches nobody, and so `sendWake`
 * @returns the answer
 * @throws what the webhook would have logged
 */
export const rehearse = ({
  ledger,
  sendWake,
  now,
}: Pick<WebhookDeps, 'sendWake' | 'now'> & Pick<IntakeDeps, 'ledger'>): Promise<APIGatewayProxyStructuredResultV2> => {
  const webhook = createWebhook({
    ledger: { ...ledger, idsOfAlert: async () => [], getAll: async () => [] },
    sendWake,
    authenticate: async () => true,
    log: {
      info: ignore,
      warn: ignore,
      error: (_code, error) => {
        throw error;
      },
    },
    measure: ignore,
    rules: CAPTURE_EVERYTHING,
    now,
  });
  return webhook({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ALERT),
    isBase64Encoded: false,
  });
};
