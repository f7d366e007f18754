import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { createBaselines } from '../../lib/ledger/baselines.ts';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { createLedgerQueries } from '../../lib/ledger/queries.ts';
import { createSlots } from '../../lib/ledger/slots.ts';
import { LOCAL_AWS, startDynamo } from '../../local/dynamo.ts';
import { baselinesContract } from './baselines-contract.ts';
import { ledgerContract } from './ledger-contract.ts';
import { slotsContract } from './slots-contract.ts';

const tableName = 'captures';
let dynamo: Awaited<ReturnType<typeof startDynamo>>;
let client: DynamoDBClient;
beforeAll(async () => {
  dynamo = await startDynamo(tableName, readDeployment().table);
  client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: dynamo.url });
});
afterAll(() => dynamo.stop());

ledgerContract(
  'ledger in DynamoDB',
  () => ({
    ...createLedger({ client, tableName, retentionDays: 40 }),
    ...createLedgerQueries({ client, tableName }),
  }),
  async () => undefined, // dynalite's indexes do not lag
);

baselinesContract(
  'baselines in DynamoDB',
  () => createBaselines({ client, tableName, retentionDays: 40 }),
  (capture) => createLedger({ client, tableName, retentionDays: 40 }).add(capture),
);

slotsContract(
  'slots in DynamoDB',
  async () => {
    for (const id of ['gate', 'lookups', 'topic', 'slot#0', 'slot#1', 'slot#2', 'slot#3', 'slot#4']) {
      await client.send(new DeleteItemCommand({ TableName: tableName, Key: { id: { S: id } } }));
    }
    return createSlots({ client, tableName, limit: 5 });
  },
  (capture) => createLedger({ client, tableName, retentionDays: 40 }).add(capture),
);
