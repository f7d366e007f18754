import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '../runtime/client-options.ts';
import {
  createReadVersion,
  createSecret,
  type FetchSecret,
  type ReadVersion,
  type Secret,
} from '../runtime/secrets.ts';

/** A cached secret over the real client. */
export const wireSecret = <Value>(
  secretId: string,
  fetchOf: (read: ReadVersion) => FetchSecret<Value>,
): Secret<Value> =>
  createSecret(fetchOf(createReadVersion(new SecretsManagerClient(clientOptions), secretId)), Date.now);
