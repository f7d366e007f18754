import { dynamo } from './dynamo.ts';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { createSendWake, type SendWake } from '../ledger/wake.ts';
import { sqs } from './sqs.ts';
import type { Config } from '../runtime/config.ts';

/** The ledger and the wakes over the real AWS clients. Every function needs them. */
export const wireIntake = ({
  TABLE_NAME,
  QUEUE_URL,
  RETENTION_DAYS,
}: Config<'schedule'>): { readonly ledger: Ledger; readonly sendWake: SendWake } => ({
  ledger: createLedger({ client: dynamo, tableName: TABLE_NAME, retentionDays: RETENTION_DAYS }),
  sendWake: createSendWake({ client: sqs, queueUrl: QUEUE_URL }),
});
