import { dynamo, pauseUpTo } from './dynamo.ts';
import type { WebhookDeps } from '../intake/webhook.ts';
import { createLedgerQueries } from '../ledger/queries.ts';
import { type Config, rulesOf } from '../runtime/config.ts';
import { wireAuthenticate } from './authenticate.ts';
import { wireIntake } from './intake.ts';

/** The dependencies of the webhook: the real AWS clients and the clock. */
export const wireWebhook = (config: Config<'webhook'>): Omit<WebhookDeps, 'log' | 'measure'> => {
  const { ledger, sendWake } = wireIntake(config);
  return {
    ledger: { ...ledger, ...createLedgerQueries({ client: dynamo, tableName: config.TABLE_NAME, pauseUpTo }) },
    sendWake,
    authenticate: wireAuthenticate(config.WEBHOOK_SECRET_ID, 'x-webhook-token'),
    rules: rulesOf(config),
    now: Date.now,
  };
};
