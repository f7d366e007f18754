import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../lib/runtime/config.ts';
import { notificationOf } from '../../lib/notify/notification.ts';
import { awsCallsOf } from '../support/aws-calls.ts';
import { startEmulators } from '../support/emulators.ts';
import { aCapture, aSnapshot } from '../support/factories.ts';

const SETTINGS = {
  TABLE_NAME: 'captures',
  QUEUE_URL: 'http://127.0.0.1/wakes',
  TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:evidence',
  OPERATOR_SECRET_ID: 'operator',
  THOUSANDEYES_SECRET_ID: 'thousandeyes',
  THOUSANDEYES_TIMEOUT_SECONDS: '7',
  SNAPSHOT_LIMIT_SECONDS: '120',
  REUSE_SECONDS: '30',
  GIVE_UP_HOURS: '2',
  LINK_VISIBILITY: 'login',
  OPERATOR_API_URL: 'https://api.example.com',
  MANUAL_CAPTURES_LIMIT: '9',
};
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('wiring: what the settings become', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  beforeEach(async () => {
    emulators = await startEmulators();
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', emulators.urls.secrets); // the token is asked for at once
    vi.stubEnv('AWS_ENDPOINT_URL_SNS', emulators.urls.messaging);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await emulators.stop();
  });

  it('seconds and hours are milliseconds for the worker, beside what it lets out', async () => {
    const { wireWorker } = await import('../../lib/wiring/worker.ts');

    expect(wireWorker(readConfig('worker', SETTINGS), silent).settings).toEqual({
      callTimeoutMs: 7000,
      periodMs: 120_000,
      reuseMs: 30_000,
      giveUpMs: 7_200_000,
      linkVisibility: 'login',
      operatorApiUrl: 'https://api.example.com',
    });
  });

  it('seconds are milliseconds for the operator API, and captures by hand have their limit', async () => {
    const { wireOperator } = await import('../../lib/wiring/operator.ts');

    expect(wireOperator(readConfig('captures', SETTINGS))).toMatchObject({ periodMs: 120_000, manualLimit: 9 });
  });

  it.each([
    { topics: 'one topic', chat: false, calls: 1 },
    { topics: 'a topic and one for chat', chat: true, calls: 2 },
  ])('a notification goes to each topic that is set: $topics', async ({ chat, calls }) => {
    const { wireWorker } = await import('../../lib/wiring/worker.ts');
    const { topicArn } = emulators.messaging;
    const settings = { ...SETTINGS, TOPIC_ARN: topicArn, ...(chat && { CHAT_TOPIC_ARN: topicArn }) };
    const { publish } = wireWorker(readConfig('worker', settings), silent);
    const notification = notificationOf(aCapture({ state: 'created', snapshot: aSnapshot() }));

    const made = await awsCallsOf(() => publish(notification));

    expect(made.filter((call) => call === 'SNS.Publish')).toHaveLength(calls);
  });
});
