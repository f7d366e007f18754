import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import dynalite from 'dynalite';
import type { TableDefinition } from '../infra/deployment/declared.ts';
import { refuseForeignCredentials } from './admission.ts';
import { type Listening, listen } from './listen.ts';
import { mendIndexes } from './mend-indexes.ts';
import { watchUnanswered } from './unanswered.ts';

/** Credentials of no real account, random for each process. The emulators of a process accept no others. */
export const LOCAL_AWS = {
  region: 'eu-central-1',
  credentials: { accessKeyId: randomBytes(16).toString('hex'), secretAccessKey: 'local' },
} as const;

/**
 * Starts dynalite as DynamoDB, with the ledger's table. `dataDir` keeps it over restarts; without it, it is in memory.
 */
export const startDynamo = async (tableName: string, table: TableDefinition, dataDir?: string): Promise<Listening> => {
  if (dataDir !== undefined) await assertOpens(dataDir);
  const server = dynalite({ createTableMs: 0, ...(dataDir !== undefined && { path: dataDir }) });
  refuseForeignCredentials(server, LOCAL_AWS.credentials.accessKeyId);
  const allAnswered = watchUnanswered(server);
  const { url, stop: stopServer } = await listen(server);
  const stop = async () => {
    await allAnswered(); // dynalite throws where nobody can catch it if its database is closed in the middle of an answer
    await stopServer();
  };
  const client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: url });
  try {
    await createTable(client, tableName, table);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    client.destroy();
  }
};

interface Database {
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * dynalite throws where nobody can catch it if its files cannot be opened. So they are opened before, as it opens them.
 */
const assertOpens = async (folder: string): Promise<void> => {
  const ofDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'));
  const { Level } = ofDynalite('level') as { readonly Level: new (folder: string) => Database };
  const database = new Level(folder);
  try {
    await database.open();
  } catch (cause) {
    throw new Error(
      `The ledger in ${folder} cannot be opened: it is damaged, or no ledger. Choose an empty DATA_DIR.`,
      {
        cause,
      },
    );
  } finally {
    await database.close();
  }
};

/** Creates the table, or uses the table of an earlier run, which may have been killed. */
const createTable = async (client: DynamoDBClient, TableName: string, table: TableDefinition): Promise<void> => {
  try {
    await client.send(new CreateTableCommand({ TableName, ...table }));
    await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName });
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (!isDeepStrictEqual(indexesOf(Table?.GlobalSecondaryIndexes), indexesOf(table.GlobalSecondaryIndexes))) {
      throw new Error('DATA_DIR holds the table of another version, which has other indexes. Choose an empty folder.', {
        cause: error,
      });
    }
    await mendIndexes(client, TableName);
  }
};

/** The keys and projections of indexes, by name. */
const indexesOf = (indexes: readonly GlobalSecondaryIndexDescription[] = []) =>
  new Map(indexes.map(({ IndexName, KeySchema, Projection }) => [IndexName, [KeySchema, Projection?.ProjectionType]]));
