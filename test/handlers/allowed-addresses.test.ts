import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOCAL_AWS } from '../../local/dynamo.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { aRequest } from '../support/factories.ts';
import { writtenLines } from '../support/written-lines.ts';

const VENDOR = '192.0.2.10';
const OFFICE = '198.51.100.7';

type Handlers = Record<'webhook' | 'captures', typeof import('../../handlers/webhook.ts').handler>;

/**
 * The webhook and the operator API have separate lists: ThousandEyes is no operator, and the office sends no alerts.
 */
describe('exported handlers: from where requests are taken', () => {
  let secrets: Awaited<ReturnType<typeof startSecretsManager>>;
  let handlers: Handlers;
  let written: ReturnType<typeof writtenLines>;
  beforeAll(async () => {
    written = writtenLines();
    secrets = await startSecretsManager();
    secrets.put('webhook', 'hook');
    secrets.put('operator', 'token-of-the-operator');
    const env = {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: LOCAL_AWS.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1', // nothing gets that far
      TABLE_NAME: 'captures',
      QUEUE_URL: 'http://127.0.0.1/wakes',
      WEBHOOK_SECRET_ID: 'webhook',
      OPERATOR_SECRET_ID: 'operator',
      WEBHOOK_ALLOWED_CIDRS: `${VENDOR}/32`,
      OPERATOR_ALLOWED_CIDRS: `${OFFICE}/32`,
    };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    vi.resetModules();
    handlers = {
      webhook: (await import('../../handlers/webhook.ts')).handler,
      captures: (await import('../../handlers/captures.ts')).handler,
    };
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await secrets.stop();
  });
  beforeEach(() => {
    written.logged.length = 0;
    written.metrics.length = 0;
  });

  const askFrom = (name: keyof Handlers, path: string, from: string, headers = {}) => {
    const { requestContext } = aRequest();
    const http = { ...requestContext.http, sourceIp: from };
    return handlers[name](aRequest({ rawPath: path, headers, requestContext: { ...requestContext, http } }));
  };

  it.each([
    { name: 'webhook', path: '/webhooks/thousandeyes', from: VENDOR, status: 401 },
    { name: 'webhook', path: '/webhooks/thousandeyes', from: OFFICE, status: 403 },
    { name: 'captures', path: '/captures', from: OFFICE, status: 401 },
    { name: 'captures', path: '/captures', from: VENDOR, status: 403 },
  ] as const)('$name answers $from without credentials $status', async ({ name, path, from, status }) => {
    const answer = await askFrom(name, path, from);

    expect(answer.statusCode).toBe(status);
  });

  it.each([
    { name: 'webhook', from: OFFICE, code: 'webhook_address_refused', metric: 'WebhookUnauthorized' },
    { name: 'webhook', from: VENDOR, code: 'webhook_unauthorized', metric: 'WebhookUnauthorized' },
    { name: 'captures', from: VENDOR, code: 'operator_address_refused', metric: 'OperatorUnauthorized' },
    { name: 'captures', from: OFFICE, code: 'operator_unauthorized', metric: 'OperatorUnauthorized' },
  ] as const)(
    '$name writes down what it refused from $from, and counts it: $code',
    async ({ name, from, code, metric }) => {
      await askFrom(name, name === 'webhook' ? '/webhooks/thousandeyes' : '/captures', from);

      expect(written.logged).toMatchObject([{ message: code, service: expect.stringMatching(`/${name}$`) }]);
      expect(written.metrics).toMatchObject([{ [metric]: 1 }]);
    },
  );

  it.each([
    { name: 'webhook', from: VENDOR, headers: { 'x-webhook-token': 'hook' }, isIn: true },
    { name: 'webhook', from: VENDOR, headers: { authorization: 'Bearer token-of-the-operator' }, isIn: false },
    { name: 'captures', from: OFFICE, headers: { 'x-webhook-token': 'token-of-the-operator' }, isIn: false },
    { name: 'captures', from: OFFICE, headers: { authorization: 'Bearer hook' }, isIn: false },
  ] as const)('$name lets $headers in: $isIn', async ({ name, from, headers, isIn }) => {
    const answer = await askFrom(name, name === 'webhook' ? '/webhooks/thousandeyes' : '/captures', from, headers);

    expect(answer.statusCode !== 401).toBe(isIn);
  });

  it.each([
    { name: 'webhook', path: '/webhooks/thousandeyes', from: OFFICE },
    { name: 'webhook', path: '/webhooks/thousandeyes', from: VENDOR },
    { name: 'captures', path: '/captures', from: VENDOR },
    { name: 'captures', path: '/captures', from: OFFICE },
  ] as const)('$name writes few lines about a flood from $from', async ({ name, path, from }) => {
    for (let n = 0; n < 300; n += 1) await askFrom(name, path, from);

    expect(written.logged.length).toBeLessThanOrEqual(24);
    expect(written.metrics.length).toBeLessThanOrEqual(24);
  });
});
