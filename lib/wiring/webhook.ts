import { dynamo, pauseUpTo } from './dynamo.ts';
import { createAuthenticate } from '../edge/authenticate.ts';
import type { WebhookDeps } from '../intake/webhook.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { createLedgerQueries } from '../ledger/queries.ts';
import { type Config, rulesOf } from '../runtime/config.ts';
import type { AcceptedToken, Secret } from '../runtime/secrets.ts';
import { wireIntake } from './intake.ts';

/** The dependencies of the webhook: the real AWS clients and the clock. */
export const wireWebhook = (
  config: Config<'webhook'>,
  tokens: Secret<AcceptedToken>,
): Omit<WebhookDeps, 'log' | 'measure'> & { readonly ledger: Pick<Ledger, 'get'> } => {
  const { ledger, sendWake } = wireIntake(config);
  return {
    ledger: { ...ledger, ...createLedgerQueries({ client: dynamo, tableName: config.TABLE_NAME, pauseUpTo }) },
    sendWake,
    authenticate: createAuthenticate(tokens, Date.now, 'x-webhook-token'),
    rules: rulesOf(config),
    now: Date.now,
  };
};
