import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startStandIn, type StandIn } from '../local/stand-in/thousandeyes.ts';
import { startEmulators } from './support/emulators.ts';
import { aClassicTrigger, sampleEvent } from './support/local-system.ts';

const request = (method: string, path: string, token: string, body?: unknown) =>
  ({
    rawPath: path,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    requestContext: { http: { method } },
    isBase64Encoded: false,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }) as unknown as APIGatewayProxyEventV2;

/** The handlers as they are exported, bound to the emulators by their environment, as Lambda would bind them. */
describe('exported handlers over the real AWS SDK', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  let standIn: StandIn;
  beforeAll(async () => {
    emulators = await startEmulators();
    standIn = await startStandIn({ tokens: () => ['te-token'], snapshotLimit: 5, snapshotPeriodMs: 300_000 });
    const { urls, messaging, secrets } = emulators;
    secrets.put('webhook', 'hook');
    secrets.put('operator', '{"token":"operator"}');
    secrets.put('thousandeyes', 'te-token');
    const env = {
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: urls.dynamo,
      AWS_ENDPOINT_URL_SQS: urls.messaging,
      AWS_ENDPOINT_URL_SNS: urls.messaging,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.secrets,
      QUEUE_URL: messaging.wakeQueueUrl,
      TOPIC_ARN: messaging.topicArn,
      THOUSANDEYES_API_URL: standIn.apiUrl,
    };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    vi.resetModules();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await standIn.stop();
    await emulators.stop();
  });

  const receive = async (queueUrl: string) => {
    const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 2, MaxNumberOfMessages: 10 });
    return (await emulators.sqs.send(command)).Messages?.map(({ Body = '' }) => Body) ?? [];
  };

  it('take an alert from the webhook over the queue and the worker to the topic', async () => {
    const webhook = (await import('../handlers/webhook.ts')).handler;
    const worker = (await import('../handlers/worker.ts')).handler;

    const answer = await webhook(request('POST', '/webhooks/thousandeyes', 'hook', await aClassicTrigger(4711)));
    const wakes = await receive(emulators.messaging.wakeQueueUrl);
    await worker({ Records: wakes.map((body) => ({ body })) } as never, { getRemainingTimeInMillis: () => 60_000 });
    const [message = '{}'] = await receive(emulators.messaging.subscriberQueueUrl);

    const { captureId } = JSON.parse(answer.body ?? '');
    expect(wakes).toEqual([JSON.stringify({ captureId })]);
    const { Message, Subject, MessageAttributes } = JSON.parse(message);
    const parts = JSON.parse(Message);
    expect(Object.keys(parts)).toEqual(['default', 'email']);
    expect(JSON.parse(parts.default)).toMatchObject({ captureId, status: 'created', testId: '4711' });
    expect(parts.email).toContain('Shop checkout');
    expect(Subject).toMatch(/^Snapshot: Shop checkout/);
    expect(MessageAttributes).toMatchObject({
      status: { Type: 'String', Value: 'created' },
      severity: { Value: 'critical' },
      testId: { Value: '4711' },
      aid: { Value: '74411' },
      reason: { Value: 'alert' },
    });
  });

  it('take a manual request in and show it', async () => {
    const captures = (await import('../handlers/captures.ts')).handler;

    const answer = await captures(request('POST', '/captures', 'operator', await sampleEvent('manual')));
    const { id } = JSON.parse(answer.body ?? '');
    const shown = await captures(request('GET', `/captures/${id}`, 'operator'));

    expect(answer.statusCode).toBe(202);
    expect(JSON.parse(shown.body ?? '')).toMatchObject({ id, state: 'pending', reason: 'manual' });
  });

  it('take a schedule in', async () => {
    const schedule = (await import('../handlers/schedule.ts')).handler;
    const captures = (await import('../handlers/captures.ts')).handler;

    await schedule(await sampleEvent('schedule'));
    const { body = '' } = await captures(request('GET', '/captures', 'operator'));

    const planned = JSON.parse(body).items.filter(({ reason }: { reason: string }) => reason === 'schedule');
    expect(planned.map(({ testId }: { testId: string }) => testId).toSorted()).toEqual(['3417721', '3417762']);
  });

  it('the worker finds by the watchdog what no wake named', async () => {
    const webhook = (await import('../handlers/webhook.ts')).handler;
    const worker = (await import('../handlers/worker.ts')).handler;
    const answer = await webhook(request('POST', '/webhooks/thousandeyes', 'hook', await aClassicTrigger(4712)));

    await worker({ source: 'watchdog' }, { getRemainingTimeInMillis: () => 60_000 });

    const captures = (await import('../handlers/captures.ts')).handler;
    const { captureId } = JSON.parse(answer.body ?? '');
    const shown = await captures(request('GET', `/captures/${captureId}`, 'operator'));
    expect(JSON.parse(shown.body ?? '')).toMatchObject({ state: 'published', testId: '4712' });
  });
});
