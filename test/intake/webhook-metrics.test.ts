import { describe, expect, it } from 'vitest';
import { createWebhook } from '../../lib/intake/webhook.ts';
import { CAPTURE_EVERYTHING } from '../../lib/alerts/rules.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { aRequest, NOW } from '../support/factories.ts';
import { aClassicTrigger } from '../support/sample-events.ts';

/** A webhook with a given authentication, and the metrics of its requests. */
const measured = async (bodies: readonly unknown[], isAuthorized = true) => {
  const metrics: string[] = [];
  const webhook = createWebhook({
    authenticate: async () => isAuthorized,
    ledger: createMemoryLedger(() => NOW),
    sendWake: async () => undefined,
    rules: { ...CAPTURE_EVERYTHING, exceptTestIds: ['666'] },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    measure: (name, _value, reason) => void metrics.push(reason === undefined ? name : `${name} ${reason}`),
    now: () => NOW,
  });
  for (const body of bodies) {
    await webhook(aRequest({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
  }
  return metrics;
};

describe('webhook metrics', () => {
  it('count an alert once as accepted, and its second delivery as repeated', async () => {
    const alert = await aClassicTrigger(4711);

    expect(await measured([alert, alert])).toEqual([
      'AlertsReceived',
      'CapturesAccepted alert',
      'AlertsReceived',
      'AlertsRepeated',
    ]);
  });

  it('count what is ignored by its reason: by the kind of message, or by a rule', async () => {
    const ping = { eventType: 'WEBHOOK_TEST', eventId: 'x' };

    expect(await measured([ping, await aClassicTrigger(666)])).toEqual([
      'AlertsReceived',
      'AlertsIgnored test_ping',
      'AlertsReceived',
      'AlertsIgnored test_excepted',
    ]);
  });

  it('count what no known shape fits as quarantined, once', async () => {
    const body = { unheard: 'of' };

    expect(await measured([body, body])).toEqual([
      'AlertsReceived',
      'CapturesAccepted alert',
      'AlertsQuarantined',
      'AlertsReceived',
      'AlertsRepeated',
    ]);
  });

  it('count wrong credentials, and nothing as received', async () => {
    expect(await measured([await aClassicTrigger(1)], false)).toEqual(['WebhookUnauthorized']);
  });
});
