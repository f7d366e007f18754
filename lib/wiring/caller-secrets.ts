import type { Log } from '../runtime/log.ts';
import { createFetchOperators, type OperatorWithToken } from '../runtime/operators.ts';
import { type AcceptedToken, createFetchAccepted, type Secret } from '../runtime/secrets.ts';
import { wireSecret } from './secret.ts';

/** What senders of alerts may use: the current version of a secret and, for a day, its previous one. */
export const wireAcceptedTokens = (secretId: string): Secret<AcceptedToken> =>
  wireSecret(secretId, (read) => createFetchAccepted(read, Date.now));

/** Who operates, by the current version of a secret; the log counts the entries that let nobody in. */
export const wireOperators = (secretId: string, log: Log): Secret<OperatorWithToken> =>
  wireSecret(secretId, (read) =>
    createFetchOperators(read, (faults) =>
      log.warn('operator_entries_refused', { reasons: [...new Set(faults)].join(' '), entries: faults.length }),
    ),
  );
