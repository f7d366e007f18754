import { type Authenticate, createAuthenticate } from '../edge/authenticate.ts';
import { createFetchAccepted } from '../runtime/secrets.ts';
import { wireSecret } from './secret.ts';

/** Authentication by a secret's current and, for a day, its previous version; `tokenHeader` may carry the token as it is. */
export const wireAuthenticate = (secretId: string, tokenHeader?: string): Authenticate =>
  createAuthenticate(wireSecret(secretId, createFetchAccepted), Date.now, tokenHeader);
