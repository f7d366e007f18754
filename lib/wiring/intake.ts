import { dynamo } from './dynamo.ts';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { createSendWake, type SendWake } from '../ledger/wake.ts';
import { clientOptions } from '../runtime/client-options.ts';
import type { Config } from '../runtime/config.ts';

/** The ledger and the wakes over the real AWS clients. Every function needs them. */
export const wireIntake = ({
  TABLE_NAME,
  QUEUE_URL,
  RETENTION_DAYS,
}: Config<'schedule'>): { readonly ledger: Ledger; readonly sendWake: SendWake } => ({
  ledger: createLedger({ client: dynamo, tableName: TABLE_NAME, retentionDays: RETENTION_DAYS }),
  sendWake: createSendWake({ client: new SQSClient(clientOptions), queueUrl: QUEUE_URL }),
});
