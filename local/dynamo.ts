import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import type { TableDefinition } from '../infra/deployment/declared.ts';
import { type Listening, listen } from './listen.ts';

/** Credentials that no real account knows: the emulators accept any. */
export const LOCAL_AWS = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

/** DynamoDB by dynalite with the ledger's table; `dataDir` keeps it over restarts, without it is memory. */
export const startDynamo = async (tableName: string, table: TableDefinition, dataDir?: string): Promise<Listening> => {
  const { url, stop } = await listen(dynalite({ createTableMs: 0, ...(dataDir !== undefined && { path: dataDir }) }));
  const client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: url });
  try {
    await client.send(new CreateTableCommand({ TableName: tableName, ...table }));
    await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: tableName });
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error; // there from the run before
  } finally {
    client.destroy();
  }
  return { url, stop };
};
