import { type Authenticate, createAuthenticate } from '../edge/authenticate.ts';
import { wireSecret } from './secret.ts';

/** Authentication by a secret's current and previous version; `tokenHeader` may carry the token as it is. */
export const wireAuthenticate = (secretId: string, tokenHeader?: string): Authenticate =>
  createAuthenticate(wireSecret(secretId, ['AWSCURRENT', 'AWSPREVIOUS']), Date.now, tokenHeader);
