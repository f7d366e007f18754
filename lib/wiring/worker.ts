import { dynamo, pauseUpTo } from './dynamo.ts';
import { wireSecret } from './secret.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { SNSClient } from '@aws-sdk/client-sns';
import { createBaselines } from '../ledger/baselines.ts';
import type { Table } from '../ledger/get-items.ts';
import { createLedgerQueries } from '../ledger/queries.ts';
import { createSlots } from '../ledger/slots.ts';
import { createPublish } from '../notify/publish.ts';
import { clientOptions } from '../runtime/client-options.ts';
import { createFetchToken } from '../runtime/secrets.ts';
import type { Config } from '../runtime/config.ts';
import type { Log } from '../runtime/log.ts';
import { createThousandEyes } from '../thousandeyes/client.ts';
import type { WorkerDeps } from '../worker/context.ts';
import { wireIntake } from './intake.ts';

/** The dependencies of the worker: the real clients, the clock, and random numbers. */
export const wireWorker = (config: Config<'worker'>, log: Log): Omit<WorkerDeps, 'log' | 'measure'> => {
  const { ledger, sendWake } = wireIntake(config);
  const table: Required<Table> = { client: dynamo, tableName: config.TABLE_NAME, pauseUpTo };
  const callTimeoutMs = config.THOUSANDEYES_TIMEOUT_SECONDS * 1000;
  return {
    ledger: { ...ledger, ...createLedgerQueries(table) },
    baselines: createBaselines({ ...table, retentionDays: config.RETENTION_DAYS }),
    slots: createSlots({ ...table, limit: config.SNAPSHOT_LIMIT }),
    thousandEyes: createThousandEyes({
      apiUrl: config.THOUSANDEYES_API_URL,
      timeoutMs: callTimeoutMs,
      linkVisibility: config.LINK_VISIBILITY,
      now: Date.now,
    }),
    token: wireSecret(config.THOUSANDEYES_SECRET_ID, createFetchToken),
    publish: createPublish({
      client: new SNSClient(clientOptions),
      topicArn: config.TOPIC_ARN,
      chatTopicArn: config.CHAT_TOPIC_ARN,
      log,
    }),
    sendWake,
    now: Date.now,
    sleep: (ms) => sleep(ms),
    random: Math.random,
    settings: {
      callTimeoutMs,
      periodMs: config.SNAPSHOT_LIMIT_SECONDS * 1000,
      reuseMs: config.REUSE_SECONDS * 1000,
      groupMs: config.GROUP_SAME_TEST_MINUTES * 60_000,
      giveUpMs: config.GIVE_UP_HOURS * 3_600_000,
      linkVisibility: config.LINK_VISIBILITY,
      publicUrl: config.PUBLIC_URL,
    },
  };
};
