import { boundRefusals } from '../lib/edge/bounded-refusals.ts';
import { onlyFrom } from '../lib/edge/allow-list.ts';
import { withSafeHeaders } from '../lib/edge/safe-headers.ts';
import { onlyPosts } from '../lib/edge/only-posts.ts';
import { createWebhook } from '../lib/intake/webhook.ts';
import { readConfig } from '../lib/runtime/config.ts';
import { rehearseWebhook } from '../lib/wiring/rehearsal.ts';
import { openQueue } from '../lib/wiring/sqs.ts';
import { askFirst, NO_CAPTURE } from '../lib/wiring/ask-ahead.ts';
import { wireAcceptedTokens } from '../lib/wiring/caller-secrets.ts';
import { wireWebhook } from '../lib/wiring/webhook.ts';
import { createLog } from '../lib/runtime/log.ts';
import { createMeter, metered, rehearseMeasuring } from '../lib/runtime/metrics.ts';

const config = readConfig('webhook', process.env);
const meter = createMeter();
const { log, measure } = boundRefusals({ log: createLog('webhook'), measure: meter.measure }, Date.now);

const tokens = wireAcceptedTokens(config.WEBHOOK_SECRET_ID);
const wired = wireWebhook(config, tokens);
const webhook = createWebhook({ ...wired, log, measure });

const onRefused = () => {
  log.warn('webhook_address_refused');
  measure('WebhookUnauthorized');
};

const posts = onlyPosts((status) => log.info('webhook_missed', { status }), webhook);

export const handler = metered(meter, withSafeHeaders(onlyFrom(config.WEBHOOK_ALLOWED_CIDRS, onRefused, posts)));

await askFirst(
  () => wired.ledger.get(NO_CAPTURE),
  () => tokens.get(),
  () => openQueue(config.QUEUE_URL),
  () => rehearseWebhook(config.QUEUE_URL),
  rehearseMeasuring,
);
