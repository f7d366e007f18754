import { CAPTURE_EVERYTHING, type Rules } from '../../lib/alerts/rules.ts';
import { createWebhook, type WebhookDeps } from '../../lib/intake/webhook.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { aRequest, NOW } from './factories.ts';

/** A webhook over a ledger in memory, with its wakes, its log lines and its answers. */
export const aWebhook = ({
  rules = {},
  ...changes
}: Partial<Omit<WebhookDeps, 'rules'>> & { rules?: Partial<Rules> } = {}) => {
  const world = { now: NOW, woken: [] as unknown[], logged: [] as string[] };
  const note = (level: string) => () => void world.logged.push(level);
  const ledger = createMemoryLedger(() => world.now);
  const webhook = createWebhook({
    authenticate: async () => true,
    ledger,
    sendWake: async (wake, delayMs) => void world.woken.push({ ...wake, delayMs }),
    rules: { ...CAPTURE_EVERYTHING, ...rules },
    log: { info: note('info'), warn: note('warn'), error: note('error') },
    measure: () => undefined,
    now: () => world.now,
    ...changes,
  });
  return {
    world,
    ledger,
    /** Sends text and bytes unchanged, and any other value as JSON. */
    send: async (body: unknown, headers = {}) => {
      const isBase64Encoded = Buffer.isBuffer(body);
      const sent = isBase64Encoded ? body.toString('base64') : typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await webhook(
        aRequest({ headers: { 'content-type': 'application/json', ...headers }, body: sent, isBase64Encoded }),
      );
      return { status: answer.statusCode, body: JSON.parse(answer.body ?? '') };
    },
  };
};
