import { readFile } from 'node:fs/promises';
import { payloadOf } from '../local/payload.ts';

/* The events of the benches, made from the samples in events/. Each alert has its own id and test. */

const sample = JSON.parse(
  await readFile(new URL('../events/classic-http-server-trigger.json', import.meta.url), 'utf8'),
);
let alerts = 400_000_000;

/** A request in API Gateway's format, with a valid token. */
const requestOf = (path: string, token: string, body: unknown) =>
  payloadOf({
    routeKey: `POST ${path}`,
    method: 'POST',
    path,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  });

/** A classic trigger with a new alert id and a new test id on each call. */
export const anAlert = (): object => {
  alerts += 1;
  return {
    ...sample,
    eventId: `1-${alerts}`,
    alert: { ...sample.alert, alertId: alerts, testId: alerts, apiLinks: [] },
  };
};

export const aWebhookEvent = () => requestOf('/webhooks/thousandeyes', 'webhook-token', anAlert());

export const aManualRequest = () => {
  alerts += 1;
  return requestOf('/captures', 'operator-token-of-the-bench', { testId: String(alerts), hours: 2 });
};

export const aTick = () => {
  alerts += 1;
  return {
    name: `bench-${alerts}`,
    scheduledTime: '2026-03-02T06:00:00Z',
    tests: [{ testId: String(alerts), aid: '74411' }],
  };
};

/** The worker's event: wakes that name these captures. */
export const wakesOf = (captureIds: readonly string[]) => ({
  Records: captureIds.map((captureId) => ({ body: JSON.stringify({ captureId }) })),
});
