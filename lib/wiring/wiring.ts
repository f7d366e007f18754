import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../runtime/aws.ts';
import { type Authenticate, createAuthenticate } from '../edge/auth.ts';
import { createListCaptures, type ListCaptures } from '../ledger/list.ts';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { createLedgerQueries, type LedgerQueries } from '../ledger/queries.ts';
import { createReadQuota, type ReadQuota } from '../ledger/read-quota.ts';
import { createFetchSecret, createSecret, fetchAhead } from '../runtime/secrets.ts';
import { createSendWake, type SendWake } from '../ledger/wake.ts';

/** The settings that every way in shares. */
export interface IntakeConfig {
  readonly TABLE_NAME: string;
  readonly QUEUE_URL: string;
  readonly RETENTION_DAYS: number;
}

/** A function has one client, and so one set of connections, for all that it asks of DynamoDB. */
const dynamo = new DynamoDBClient(clientOptions);

/** The ledger and the wakes of a way in, over the real AWS clients. */
export const connectIntake = ({
  TABLE_NAME,
  QUEUE_URL,
  RETENTION_DAYS,
}: IntakeConfig): { readonly ledger: Ledger; readonly sendWake: SendWake } => ({
  ledger: createLedger({ client: dynamo, tableName: TABLE_NAME, retentionDays: RETENTION_DAYS }),
  sendWake: createSendWake({ client: new SQSClient(clientOptions), queueUrl: QUEUE_URL }),
});

/** What the operator looks at besides: the list, what is open, and the slots. */
export const connectOverview = ({
  TABLE_NAME,
  SNAPSHOT_LIMIT,
}: {
  readonly TABLE_NAME: string;
  readonly SNAPSHOT_LIMIT: number;
}): {
  readonly listCaptures: ListCaptures;
  readonly queries: LedgerQueries;
  readonly slots: { readonly read: ReadQuota };
} => {
  const table = { client: dynamo, tableName: TABLE_NAME };
  return {
    listCaptures: createListCaptures(table),
    queries: createLedgerQueries(table),
    slots: { read: createReadQuota({ ...table, limit: SNAPSHOT_LIMIT }) },
  };
};

/** Authentication by a secret's current and previous version; `tokenHeader` may carry the token as it is. */
export const connectAuthenticate = (secretId: string, tokenHeader?: string): Authenticate => {
  const client = new SecretsManagerClient(clientOptions);
  const secret = createSecret(createFetchSecret(client, secretId, ['AWSCURRENT', 'AWSPREVIOUS']), Date.now);
  return createAuthenticate(fetchAhead(secret), Date.now, tokenHeader);
};
