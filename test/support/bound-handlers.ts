import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { vi } from 'vitest';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import type { FunctionName } from '../../lib/runtime/function-names.ts';
import { LOCAL_AWS } from '../../local/dynamo.ts';
import { startStandIn } from '../../local/stand-in/thousandeyes.ts';
import { startEmulators } from './emulators.ts';

/** Runs a function's initialization. */
type RunAs = <T>(name: FunctionName, run: () => Promise<T>) => Promise<T>;

/**
 * The exported handlers, bound by their environment to the emulators and the stand-in, as Lambda binds them. They are
 * imported anew, so a test file can have only one set.
 *
 * @param settings environment variables that are added or replaced
 */
export const startBoundHandlers = async (
  settings: Readonly<Record<string, string>> = {},
  runAs: RunAs = (_, run) => run(),
) => {
  const { timeoutSeconds } = readDeployment().functions.worker;
  const emulators = await startEmulators();
  const upstream = await startStandIn({ tokens: () => ['te-token'], snapshotLimit: 50, snapshotPeriodMs: 300_000 });
  const { urls, messaging, secrets } = emulators;
  secrets.put('webhook', 'hook');
  secrets.put('operator', '{"token":"the-operator-of-this-test"}');
  secrets.put('thousandeyes', 'te-token');
  const env = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: LOCAL_AWS.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: urls.dynamo,
    AWS_ENDPOINT_URL_SQS: urls.messaging,
    AWS_ENDPOINT_URL_SNS: urls.messaging,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.secrets,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    TABLE_NAME: 'captures',
    WEBHOOK_SECRET_ID: 'webhook',
    OPERATOR_SECRET_ID: 'operator',
    THOUSANDEYES_SECRET_ID: 'thousandeyes',
    QUEUE_URL: messaging.wakeQueueUrl,
    TOPIC_ARN: messaging.topicArn,
    THOUSANDEYES_API_URL: upstream.apiUrl,
    SNAPSHOT_LIMIT: '50',
    MANUAL_CAPTURES_LIMIT: '60',
    ...settings,
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  vi.resetModules();
  const handlers = {
    webhook: (await runAs('webhook', () => import('../../handlers/webhook.ts'))).handler,
    captures: (await runAs('captures', () => import('../../handlers/captures.ts'))).handler,
    schedule: (await runAs('schedule', () => import('../../handlers/schedule.ts'))).handler,
    worker: (await runAs('worker', () => import('../../handlers/worker.ts'))).handler,
  };

  const receive = async (queueUrl: string) => {
    const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 2, MaxNumberOfMessages: 10 });
    return (await emulators.sqs.send(command)).Messages?.map(({ Body = '' }) => Body) ?? [];
  };

  return {
    upstream,
    /** Sends an alert and returns the answer. */
    alert: async (body: unknown): Promise<{ readonly captureId: string }> =>
      JSON.parse((await handlers.webhook(request('POST', '/webhooks/thousandeyes', 'hook', body))).body ?? ''),
    /** The status of the answer to an alert with this token. */
    alertWith: async (token: string, body: unknown): Promise<number | undefined> =>
      (await handlers.webhook(request('POST', '/webhooks/thousandeyes', token, body))).statusCode,
    /** Sends an operator's request and returns the answer. */
    operator: async (method: string, path: string, body?: unknown) => {
      const answer = await handlers.captures(request(method, path, 'the-operator-of-this-test', body));
      return { status: answer.statusCode, body: JSON.parse(answer.body ?? '') };
    },
    tick: handlers.schedule,
    /** Runs the worker on wakes with these bodies; without any, runs the watchdog. */
    work: async (...wakes: readonly string[]) => {
      const event = wakes.length > 0 ? { Records: wakes.map((body) => ({ body })) } : { source: 'watchdog' };
      await handlers.worker(event as never, { getRemainingTimeInMillis: () => timeoutSeconds * 1000 });
    },
    /** The messages of the wake queue, and of the queue that is subscribed to the topic. */
    wakes: () => receive(messaging.wakeQueueUrl),
    messages: () => receive(messaging.subscriberQueueUrl),
    stop: async () => {
      vi.unstubAllEnvs();
      await upstream.stop();
      await emulators.stop();
    },
  };
};

export type BoundHandlers = Awaited<ReturnType<typeof startBoundHandlers>>;

const request = (method: string, path: string, token: string, body?: unknown) =>
  ({
    rawPath: path,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    requestContext: { http: { method } },
    isBase64Encoded: false,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }) as unknown as APIGatewayProxyEventV2;
