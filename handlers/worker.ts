import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, ScheduledEvent, SQSEvent } from 'aws-lambda';
import { clientOptions } from '../lib/runtime/aws.ts';
import { readConfig } from '../lib/runtime/config.ts';
import { createLedger } from '../lib/ledger/ledger.ts';
import { createLedgerQueries } from '../lib/ledger/queries.ts';
import { createLog } from '../lib/runtime/log.ts';
import { createMeter, metered } from '../lib/runtime/metrics.ts';
import { createPublish } from '../lib/notify/publish.ts';
import { createFetchSecret, createSecret, fetchAhead } from '../lib/runtime/secrets.ts';
import { createSlots } from '../lib/ledger/slots.ts';
import { createThousandEyes } from '../lib/thousandeyes/client.ts';
import { createSendWake, readWake } from '../lib/ledger/wake.ts';
import { createWorker } from '../lib/worker/worker.ts';
import type { WorkerDeps } from '../lib/worker/context.ts';

/** Wakes from the queue, or the watchdog's tick, which names no capture. */
export type WorkerEvent = SQSEvent | Pick<ScheduledEvent, 'source'> | { readonly source: 'watchdog' };

/**
 * Wakes from SQS and the watchdog's minute. A batch succeeds as a whole: what it says is only "look at the
 * ledger". Where the worker throws (no ledger, no slots), Lambda keeps the messages and delivers them again.
 */
export const createWorkerHandler = (deps: WorkerDeps) => {
  const work = createWorker(deps);
  return async (event: WorkerEvent, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> => {
    const wakes = 'Records' in event ? event.Records.map(({ body }) => readWake(body)) : [];
    const captureIds = wakes.map(({ captureId }) => captureId).filter((id) => id !== undefined);
    await work({ captureIds: [...new Set(captureIds)], deadline: deps.now() + context.getRemainingTimeInMillis() });
    if ('source' in event) deps.measure('WatchdogHeartbeat');
  };
};

const config = readConfig('worker', process.env);
const tableName = config.TABLE_NAME;
const dynamo = new DynamoDBClient(clientOptions);
const log = createLog('worker');
const callTimeoutMs = config.THOUSANDEYES_TIMEOUT_SECONDS * 1000;

const meter = createMeter();

export const handler = metered(
  meter,
  createWorkerHandler({
    ledger: {
      ...createLedger({ client: dynamo, tableName, retentionDays: config.RETENTION_DAYS }),
      ...createLedgerQueries({ client: dynamo, tableName }),
    },
    slots: createSlots({ client: dynamo, tableName, limit: config.SNAPSHOT_LIMIT }),
    thousandEyes: createThousandEyes({
      apiUrl: config.THOUSANDEYES_API_URL,
      timeoutMs: callTimeoutMs,
      isPublic: config.SNAPSHOT_IS_PUBLIC,
      now: Date.now,
    }),
    token: fetchAhead(
      createSecret(
        createFetchSecret(new SecretsManagerClient(clientOptions), config.THOUSANDEYES_SECRET_ID, ['AWSCURRENT']),
        Date.now,
      ),
    ),
    publish: createPublish({
      client: new SNSClient(clientOptions),
      topicArn: config.TOPIC_ARN,
      chatTopicArn: config.CHAT_TOPIC_ARN,
      log,
    }),
    sendWake: createSendWake({ client: new SQSClient(clientOptions), queueUrl: config.QUEUE_URL }),
    log,
    measure: meter.measure,
    now: Date.now,
    sleep: (ms) => sleep(ms),
    random: Math.random,
    settings: {
      callTimeoutMs,
      periodMs: config.SNAPSHOT_LIMIT_SECONDS * 1000,
      maxAttempts: config.MAX_ATTEMPTS,
      reuseMs: config.REUSE_SECONDS * 1000,
      giveUpMs: config.GIVE_UP_HOURS * 3_600_000,
    },
  }),
);
