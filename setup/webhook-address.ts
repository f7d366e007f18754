import { randomUUID } from 'node:crypto';
import type { Call, Reply } from './http-call.ts';

/** Where a webhook's address ends. */
export const WEBHOOK_PATH = '/webhooks/thousandeyes';

/** Sends what ThousandEyes' Test button sends: the webhook understands it, and it has no effect. */
export const ping = (call: Call, url: string, token: string): Promise<Reply> =>
  call(url, { method: 'POST', token, body: { eventType: 'WEBHOOK_TEST', eventId: `setup-${randomUUID()}` } });

/** The same with a token that is wrong for certain. This project's webhook answers 401. */
export const pingWithWrongToken = (call: Call, url: string): Promise<Reply> => ping(call, url, randomUUID());
