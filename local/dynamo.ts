import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { LIST_INDEX, OPEN_INDEX, TEST_INDEX } from '../lib/ledger/items.ts';
import { type Listening, listen } from './listen.ts';

/** Credentials that no real account knows: the emulators accept any. */
export const LOCAL_AWS = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

const index = (IndexName: string, hash: string, range: string) => ({
  IndexName,
  KeySchema: [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'ALL' as const },
});

/** The ledger's table as serverless.yml has it; a test holds the two against each other. */
export const tableDefinition = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'open', AttributeType: 'S' },
    { AttributeName: 'turn', AttributeType: 'S' },
    { AttributeName: 'testKey', AttributeType: 'S' },
    { AttributeName: 'kind', AttributeType: 'S' },
    { AttributeName: 'receivedAt', AttributeType: 'N' },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    index(OPEN_INDEX, 'open', 'turn'),
    index(TEST_INDEX, 'testKey', 'receivedAt'),
    index(LIST_INDEX, 'kind', 'receivedAt'),
  ],
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

/** DynamoDB by dynalite with the ledger's table; `dataDir` keeps it over restarts, without it is memory. */
export const startDynamo = async (tableName: string, dataDir?: string): Promise<Listening> => {
  const { url, stop } = await listen(dynalite({ createTableMs: 0, ...(dataDir !== undefined && { path: dataDir }) }));
  const client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: url });
  try {
    await client.send(new CreateTableCommand({ TableName: tableName, ...tableDefinition }));
    await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: tableName });
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error; // there from the run before
  } finally {
    client.destroy();
  }
  return { url, stop };
};
