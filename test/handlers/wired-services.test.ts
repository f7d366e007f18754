import { createServer } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientOptions } from '../../lib/runtime/client-options.ts';
import { notificationOf } from '../support/notifications.ts';
import { listen } from '../../local/listen.ts';
import { aCapture, aSnapshot, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { startWired, TOPIC } from '../support/wired.ts';

/** A client of the SDK, with its configuration. */
interface MadeClient {
  readonly config: {
    readonly requestHandler: { readonly httpHandlerConfigs: () => object };
    readonly maxAttempts: () => Promise<number>;
  };
}

const CHAT_TOPIC = 'arn:aws:sns:eu-central-1:000000000000:chat';
const notification = notificationOf(aCapture({ state: 'created', snapshot: aSnapshot() }));

describe('wiring: topics, secrets, clients and ThousandEyes', () => {
  let wired: Awaited<ReturnType<typeof startWired>>;
  beforeAll(async () => {
    wired = await startWired();
  });
  afterAll(() => wired.stop());
  beforeEach(() => wired.reset());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  describe('the topics', () => {
    it.each([
      { set: 'one', changes: {}, topics: [TOPIC] },
      { set: 'one for chat too', changes: { CHAT_TOPIC_ARN: CHAT_TOPIC }, topics: [TOPIC, CHAT_TOPIC] },
    ])('get a notification each, in their order: $set', async ({ changes, topics }) => {
      await (await wired.worker(changes)).publish(notification);

      expect(wired.aws.inputsOf('SNS.Publish').map(({ TopicArn }) => TopicArn)).toEqual(topics);
    });

    it('are missed in the worker’s own log if the one for chat refuses', async () => {
      wired.aws.world.answer = ({ input }) => (input.TopicArn === CHAT_TOPIC ? { status: 404, body: {} } : undefined);

      await (await wired.worker({ CHAT_TOPIC_ARN: CHAT_TOPIC })).publish(notification);

      expect(wired.logged).toMatchObject([['chat_not_accepted', expect.any(Error), { captureId: aCapture().id }]]);
    });
  });

  describe('a secret', () => {
    it('of ThousandEyes is the current version', async () => {
      const { token } = await wired.worker();

      expect(await token.get()).toEqual(['AWSCURRENT']);
      expect(wired.aws.calls.map(({ input }) => input)).toEqual([
        { SecretId: 'secret-of-thousandeyes', VersionStage: 'AWSCURRENT' },
      ]);
    });

    it('of a caller is the current or the previous version, in the header that its function knows', async () => {
      const { authenticate } = await wired.webhook();

      const isIn = await Promise.all([
        authenticate({ authorization: 'Bearer AWSCURRENT' }),
        authenticate({ authorization: 'Bearer AWSPREVIOUS' }),
        authenticate({ 'x-webhook-token': 'AWSPREVIOUS' }),
        authenticate({ 'x-own': 'AWSCURRENT' }),
      ]);

      expect(isIn).toEqual([true, true, true, false]);
      expect(new Set(wired.aws.calls.map(({ input }) => input.SecretId))).toEqual(new Set(['secret-of-the-webhook']));
    });

    it('of a caller with the current version is asked for its previous one by nobody', async () => {
      const { authenticate } = await wired.webhook();

      expect(await authenticate({ authorization: 'Bearer AWSCURRENT' })).toBe(true);
      expect(wired.aws.calls.map(({ input }) => input.VersionStage)).toEqual(['AWSCURRENT']);
    });

    it('of operators is the current version alone, of whose entries the log counts those that let nobody in', async () => {
      const token = 'the-token-of-ben-who-may-view';
      const value = { ben: { token, role: 'view' }, anna: { token: 'short', role: 'operate' } };
      wired.aws.world.answer = () => ({ status: 200, body: { SecretString: JSON.stringify(value) } });
      const operators = await wired.operators();

      expect(await operators.get()).toEqual([{ name: 'ben', role: 'view', token }]);
      const asked = wired.aws.calls.map(({ input }) => `${String(input.SecretId)} ${String(input.VersionStage)}`);
      expect(asked).toEqual(['secret-of-operators AWSCURRENT']);
      expect(wired.logged[0]).toEqual(['operator_entries_refused', { reasons: 'too_short', entries: 1 }]);
    });

    it('is fetched anew by the clock: after five minutes, and for an unknown credential after five seconds', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: NOW });
      const { authenticate } = await wired.webhook();
      const fetchesOf = async (token: string) => {
        wired.aws.calls.length = 0;
        await authenticate({ authorization: `Bearer ${token}` });
        return wired.aws
          .inputsOf('SecretsManager.GetSecretValue')
          .filter(({ VersionStage }) => VersionStage === 'AWSCURRENT').length;
      };
      await authenticate({ authorization: 'Bearer AWSCURRENT' });

      const unknown = [await fetchesOf('unknown'), await fetchesOf('unknown')];
      vi.setSystemTime(NOW + 5 * SECOND);
      unknown.push(await fetchesOf('unknown'));
      const known = [await fetchesOf('AWSCURRENT')];
      vi.setSystemTime(NOW + 6 * MINUTE);
      known.push(await fetchesOf('AWSCURRENT'));

      expect({ unknown, known }).toEqual({ unknown: [1, 0, 1], known: [0, 1] });
    });
  });

  it('every client gives up on a service that hangs', async () => {
    const clients = [DynamoDBClient, SecretsManagerClient, SNSClient, SQSClient];
    const sent = clients.map((client) => vi.spyOn(client.prototype, 'send'));
    const { ledger, sendWake, publish, token } = await wired.worker();

    await Promise.all([ledger.get('a'), sendWake({}, 0), publish(notification), token.get()]);

    for (const { mock } of sent) {
      const [client] = mock.contexts as unknown as MadeClient[];
      expect(client?.config.requestHandler.httpHandlerConfigs()).toMatchObject(clientOptions.requestHandler);
      expect(await client?.config.maxAttempts()).toBe(clientOptions.maxAttempts);
    }
  });

  describe('ThousandEyes', () => {
    const request = {
      testId: '1',
      displayName: 'x',
      startDate: '2026-03-02T08:00:00Z',
      endDate: '2026-03-02T10:00:00Z',
    };
    let upstream: Awaited<ReturnType<typeof listen>>;
    const bodies: string[] = [];
    beforeAll(async () => {
      upstream = await listen(
        createServer((received, response) => {
          if (received.url?.includes('/silent/')) return;
          received.on('data', (chunk) => void bodies.push(`${received.url} ${chunk}`));
          received.on('end', () => response.writeHead(201).end('{}'));
        }),
      );
    });
    afterAll(() => upstream.stop());
    beforeEach(() => void bodies.splice(0));

    it.each([
      { visibility: 'login', isPublic: true },
      { visibility: 'share', isPublic: false },
    ])('is asked at its address, for a link of this kind: $visibility', async ({ visibility, isPublic }) => {
      const changes = { THOUSANDEYES_API_URL: `${upstream.url}/v9`, LINK_VISIBILITY: visibility };
      vi.useFakeTimers({ toFake: ['Date'], now: NOW });
      const { thousandEyes } = await wired.worker(changes);

      const answer = await thousandEyes.createSnapshot('token', request);

      expect(answer).toMatchObject({ outcome: 'created', snapshot: { expiresAt: '2026-04-01T10:00:00Z' } });
      expect(bodies).toEqual([expect.stringMatching(`^/v9/tests/1/snapshot .*"isPublic":${isPublic}`)]);
    });

    it('has as many seconds as it is set to, and no longer', { timeout: 15_000 }, async () => {
      const { thousandEyes } = await wired.worker({ THOUSANDEYES_API_URL: `${upstream.url}/silent` });

      expect(await thousandEyes.createSnapshot('token', request)).toMatchObject({ outcome: 'doubtful' });
    });
  });
});
