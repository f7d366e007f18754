import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '../runtime/client-options.ts';
import { createFetchSecret, createSecret, fetchAhead, type Secret } from '../runtime/secrets.ts';

/** A secret of these version stages, over the real client; it is asked for while Lambda still initialises. */
export const wireSecret = (secretId: string, stages: readonly ('AWSCURRENT' | 'AWSPREVIOUS')[]): Secret =>
  fetchAhead(createSecret(createFetchSecret(new SecretsManagerClient(clientOptions), secretId, stages), Date.now));
