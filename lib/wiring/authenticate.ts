import { type Authenticate, createAuthenticate } from '../edge/authenticate.ts';
import { createRecognition, type Recognition } from '../edge/recognize.ts';
import type { Log } from '../runtime/log.ts';
import { createFetchOperators } from '../runtime/operators.ts';
import { createFetchAccepted } from '../runtime/secrets.ts';
import { wireSecret } from './secret.ts';

/** Authentication by a secret's current and, for a day, its previous token. `tokenHeader` may carry the bare token. */
export const wireAuthenticate = (secretId: string, tokenHeader?: string): Authenticate =>
  createAuthenticate(
    wireSecret(secretId, (read) => createFetchAccepted(read, Date.now)),
    Date.now,
    tokenHeader,
  );

/** Recognition of operators by the current version of their secret. */
export const wireRecognition = (secretId: string, log: Log): Recognition => {
  const fetchOf = (read: Parameters<typeof createFetchOperators>[0]) =>
    createFetchOperators(read, (faults) =>
      log.warn('operator_entries_refused', { reasons: [...new Set(faults)].join(' '), entries: faults.length }),
    );
  return createRecognition(wireSecret(secretId, fetchOf), Date.now);
};
