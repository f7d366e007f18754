import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Job } from './queue.ts';
import type { Store } from './store.ts';

export interface WebhookDeps {
  readonly token: string;
  readonly send: (job: Job) => Promise<void>;
  /** The events that are in the queue, or were. */
  readonly seen: Store<true>;
}

const PATH = '/webhooks/thousandeyes';

/** The webhook of the baseline: an alert is safe in the queue before it is answered 200, and an event is taken once. */
export const createWebhook = ({ token, send, seen }: WebhookDeps): Server => {
  const take = async (request: IncomingMessage): Promise<number> => {
    if (request.method !== 'POST' || request.url !== PATH) return 404;
    if (request.headers.authorization !== `Bearer ${token}`) return 401;
    const { eventId, alert } = JSON.parse(await text(request)) as {
      readonly eventId: string;
      readonly alert: { readonly alertId: number; readonly testId: number };
    };
    if (seen.get(eventId)) return 200;
    const [alertId, testId] = [String(alert.alertId), String(alert.testId)];
    await send({ eventId, alertId, testId, endDate: new Date().toISOString(), failures: 0 });
    seen.put(eventId, true);
    return 200;
  };
  return createServer((request, response) => {
    take(request).then(
      (status) => response.writeHead(status).end(),
      () => response.writeHead(500).end(), // the sender sends it again
    );
  });
};
