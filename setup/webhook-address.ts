import { randomUUID } from 'node:crypto';
import type { Call, Reply } from './http-call.ts';

/** The path of the webhook. */
export const WEBHOOK_PATH = '/webhooks/thousandeyes';

/** Sends what ThousandEyes' Test button sends. The webhook recognizes it and stores nothing. */
export const ping = (call: Call, url: string, token: string): Promise<Reply> =>
  call(url, { method: 'POST', token, body: { eventType: 'WEBHOOK_TEST', eventId: `setup-${randomUUID()}` } });

/** Sends the same with a random, therefore wrong, token. This project's webhook answers 401. */
export const pingWithWrongToken = (call: Call, url: string): Promise<Reply> => ping(call, url, randomUUID());
