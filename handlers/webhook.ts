import { onlyFrom } from '../lib/edge/allow-list.ts';
import { createWebhook } from '../lib/intake/webhook.ts';
import { readConfig, rulesOf } from '../lib/runtime/config.ts';
import { wireIntake } from '../lib/wiring/intake.ts';
import { wireAuthenticate } from '../lib/wiring/authenticate.ts';
import { createLog } from '../lib/runtime/log.ts';
import { createMeter, metered } from '../lib/runtime/metrics.ts';

const config = readConfig('webhook', process.env);
const log = createLog('webhook');
const meter = createMeter();

const webhook = createWebhook({
  ...wireIntake(config),
  authenticate: wireAuthenticate(config.WEBHOOK_SECRET_ID, 'x-webhook-token'),
  rules: rulesOf(config),
  log,
  measure: meter.measure,
  now: Date.now,
});

const onRefused = () => {
  log.warn('webhook_address_refused');
  meter.measure('WebhookUnauthorized');
};

export const handler = metered(meter, onlyFrom(config.WEBHOOK_ALLOWED_CIDRS, onRefused, webhook));
