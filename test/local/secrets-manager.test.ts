import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, it } from 'vitest';
import { createFetchAccepted, createReadVersion } from '../../lib/runtime/secrets.ts';
import { LOCAL_AWS } from '../../local/dynamo.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { DAY, SECOND } from '../support/factories.ts';

it('the stand-in for Secrets Manager says when a version was made: the one before it counts for a day from then on', async () => {
  const secrets = await startSecretsManager();
  const client = new SecretsManagerClient({ ...LOCAL_AWS, endpoint: secrets.url });
  const startedAt = Date.now();
  secrets.put('webhook', 'old');
  secrets.put('webhook', 'new');

  const [current] = await createFetchAccepted(createReadVersion(client, 'webhook'), Date.now)();
  const previous = await current?.before?.();
  await secrets.stop();

  expect(current).toMatchObject({ token: 'new', until: Number.POSITIVE_INFINITY });
  expect(previous?.token).toBe('old');
  expect(Math.abs(Number(previous?.until) - startedAt - DAY)).toBeLessThan(10 * SECOND);
});
