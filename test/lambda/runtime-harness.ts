import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { awsEnvironment } from '../../local/aws-environment.ts';
import { eventFor } from '../../local/invoke-event.ts';
import type { FunctionName } from '../../lib/runtime/function-names.ts';
import { startStandIn } from '../../local/stand-in/thousandeyes.ts';
import { startEmulators } from '../support/emulators.ts';
import { type ExecutionEnvironment, startExecutionEnvironment } from './execution-environment.ts';
import { startTcpProxy } from './tcp-proxy.ts';

export const TOKENS = { webhook: 'webhook-token-1f6c', captures: 'operator-token-83ab', thousandEyes: 'te-token-7d20' };

/** Starts the emulators, the stand-in, and a proxy to DynamoDB that can freeze, for execution environments. */
export const startRuntimeHarness = async () => {
  const deployment = readDeployment();
  const emulators = await startEmulators();
  const standIn = await startStandIn({
    tokens: () => [TOKENS.thousandEyes],
    snapshotLimit: 5,
    snapshotPeriodMs: 300_000,
  });
  const { urls, messaging, secrets } = emulators;
  const dynamo = await startTcpProxy(urls.dynamo);
  secrets.put('webhook', TOKENS.webhook);
  secrets.put('operator', TOKENS.captures);
  secrets.put('thousandeyes', TOKENS.thousandEyes);

  const environment: Readonly<Record<string, string>> = {
    ...awsEnvironment({ dynamo: dynamo.url, messaging: urls.messaging, secrets: urls.secrets }),
    TABLE_NAME: emulators.tableName,
    QUEUE_URL: messaging.wakeQueueUrl,
    TOPIC_ARN: messaging.topicArn,
    WEBHOOK_SECRET_ID: 'webhook',
    OPERATOR_SECRET_ID: 'operator',
    THOUSANDEYES_SECRET_ID: 'thousandeyes',
    THOUSANDEYES_API_URL: standIn.apiUrl,
    THOUSANDEYES_TIMEOUT_SECONDS: '1',
  };
  const logs: string[] = [];
  const started: ExecutionEnvironment[] = [];

  return {
    standIn,
    dynamo,
    logs,
    /**
     * Starts an execution environment, and waits for its init phase. An undefined value in `changes` removes a
     * variable.
     */
    async start(functionName: FunctionName, changes: Readonly<Record<string, string | undefined>> = {}) {
      const entries = Object.entries({ ...environment, ...changes }).filter(([, value]) => value !== undefined);
      const one = await startExecutionEnvironment({
        functionName,
        deployment,
        environment: Object.fromEntries(entries) as Record<string, string>,
        writeLog: (chunk) => logs.push(chunk),
      });
      started.push(one);
      await one.initialized;
      return one;
    },
    /** Receives the wakes in the queue, in the form that the event source passes to the worker. */
    async receiveWakes() {
      const receive = new ReceiveMessageCommand({
        QueueUrl: messaging.wakeQueueUrl,
        MaxNumberOfMessages: deployment.eventSource.batchSize,
      });
      const { Messages = [] } = await emulators.sqs.send(receive);
      return { Records: Messages.map(({ Body: body = '' }) => ({ body })) };
    },
    /** Receives the events that the topic's subscriber got since the last call. */
    async receiveNotifications(): Promise<Record<string, any>[]> {
      const receive = new ReceiveMessageCommand({ QueueUrl: messaging.subscriberQueueUrl, MaxNumberOfMessages: 10 });
      const { Messages = [] } = await emulators.sqs.send(receive);
      return Messages.map(({ Body = '' }) => JSON.parse(JSON.parse(JSON.parse(Body).Message).default));
    },
    async stop() {
      for (const one of started) await one.stop();
      await dynamo.stop();
      await standIn.stop();
      await emulators.stop();
    },
  };
};

export type RuntimeHarness = Awaited<ReturnType<typeof startRuntimeHarness>>;

/** Wraps a plain body into API Gateway's event. Any other event stays unchanged. */
export const eventOf = (functionName: FunctionName, content: unknown): unknown =>
  eventFor(functionName, content, TOKENS);
