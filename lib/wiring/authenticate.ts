import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Authenticate, createAuthenticate } from '../edge/authenticate.ts';
import { clientOptions } from '../runtime/client-options.ts';
import { createFetchSecret, createSecret, fetchAhead } from '../runtime/secrets.ts';

/** Authentication by a secret's current and previous version; `tokenHeader` may carry the token as it is. */
export const wireAuthenticate = (secretId: string, tokenHeader?: string): Authenticate => {
  const client = new SecretsManagerClient(clientOptions);
  const secret = createSecret(createFetchSecret(client, secretId, ['AWSCURRENT', 'AWSPREVIOUS']), Date.now);
  return createAuthenticate(fetchAhead(secret), Date.now, tokenHeader);
};
