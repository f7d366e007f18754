import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '../runtime/client-options.ts';
import {
  createReadVersion,
  createSecret,
  type FetchSecret,
  fetchAhead,
  type ReadVersion,
  type Secret,
} from '../runtime/secrets.ts';

/** A cached secret over the real client. The fetch starts while Lambda still initializes. */
export const wireSecret = <Value>(
  secretId: string,
  fetchOf: (read: ReadVersion) => FetchSecret<Value>,
): Secret<Value> =>
  fetchAhead(createSecret(fetchOf(createReadVersion(new SecretsManagerClient(clientOptions), secretId)), Date.now));
