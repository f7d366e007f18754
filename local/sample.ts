import { readFile } from 'node:fs/promises';

/** The event that `npm start` sends to itself. The path starts at the repository's root, where npm runs its scripts. */
export const SAMPLE = 'events/classic-http-server-trigger.json';

/**
 * Posts the sample alert to the running system as ThousandEyes would. Its alert id is new, so that a second start with
 * the same DATA_DIR is no repeated delivery.
 *
 * @returns the capture's id
 * @throws Error if the webhook does not accept the alert
 */
export const sendSample = async (url: string, webhookToken: string): Promise<string> => {
  const sample = JSON.parse(await readFile(SAMPLE, 'utf8')) as { eventId: string; alert: { alertId: number } };
  const alertId = Date.now();
  const response = await fetch(`${url}/webhooks/thousandeyes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${webhookToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...sample, eventId: `${alertId}-1`, alert: { ...sample.alert, alertId } }),
  });
  const answer = (await response.json()) as { status?: string; captureId?: string };
  if (answer.captureId === undefined) throw new Error(`The webhook answered ${response.status} to the sample alert.`);
  return answer.captureId;
};
