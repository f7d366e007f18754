import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { LOCAL_AWS, startDynamo } from '../../local/dynamo.ts';

describe('the local table in a folder that outlives it', () => {
  const { table } = readDeployment();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dynamo-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = async (definition: typeof table): Promise<void> => {
    const { stop } = await startDynamo('captures', definition, join(folder, 'ledger'));
    await stop();
  };

  it('is taken as it is by the next start', async () => {
    await run(table);

    await expect(run(table)).resolves.toBeUndefined();
  });

  it.each([
    { name: 'a file', make: (ledger: string) => writeFileSync(ledger, '') },
    {
      name: 'damaged',
      make: (ledger: string) => {
        mkdirSync(ledger);
        writeFileSync(join(ledger, 'CURRENT'), 'garbage');
      },
    },
  ])('is refused with one sentence if it is $name', async ({ make }) => {
    make(join(folder, 'ledger'));

    await expect(run(table)).rejects.toThrow(/^The ledger in \S+ cannot be opened: .* Choose an empty DATA_DIR\.$/);
  });

  it('is refused with one sentence if another version made it', async () => {
    const indexes = table.GlobalSecondaryIndexes.map((index) => ({
      ...index,
      Projection: { ProjectionType: 'ALL' as never },
    }));
    await run({ ...table, GlobalSecondaryIndexes: indexes });

    await expect(run(table)).rejects.toThrow('DATA_DIR holds the table of another version');
    await expect(run({ ...table, GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.slice(1) })).rejects.toThrow(
      'Choose an empty folder.',
    );
  });
});

describe('the local table whose process was killed between an item and its indexes', () => {
  it('shows the open item again after the next start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dynamo-'));
    const { table } = readDeployment();
    const item = {
      id: { S: 'a' },
      open: { S: 'open' },
      turn: { S: '0' },
      receivedAt: { N: '1' },
      kind: { S: 'capture' },
    };
    const before = await startDynamo('captures', table, folder);
    const writer = new DynamoDBClient({ ...LOCAL_AWS, endpoint: before.url });
    await writer.send(new PutItemCommand({ TableName: 'captures', Item: item }));
    writer.destroy();
    await before.stop();
    await forgetIndexes(folder);

    const after = await startDynamo('captures', table, folder);
    const reader = new DynamoDBClient({ ...LOCAL_AWS, endpoint: after.url });
    const shown = async (IndexName: string, name: string, value: string) => {
      const { Items } = await reader.send(
        new QueryCommand({
          TableName: 'captures',
          IndexName,
          KeyConditionExpression: '#name = :value',
          ExpressionAttributeNames: { '#name': name },
          ExpressionAttributeValues: { ':value': { S: value } },
        }),
      );
      return Items?.map(({ id }) => id?.S);
    };

    expect(await shown('open', 'open', 'open')).toEqual(['a']);
    expect(await shown('list', 'kind', 'capture')).toEqual(['a']);
    reader.destroy();
    await after.stop();
    rmSync(folder, { recursive: true });
  });
});

/** Removes what dynalite has stored for the table's indexes. */
const forgetIndexes = async (folder: string): Promise<void> => {
  const { Level } = createRequire(createRequire(import.meta.url).resolve('dynalite'))('level');
  const database = new Level(folder);
  for await (const key of database.keys()) if (String(key).startsWith('index-')) await database.del(key);
  await database.close();
};

describe('the local table that is stopped', () => {
  it('finishes what has arrived, and throws nothing where nobody can catch it', async () => {
    const uncaught: unknown[] = [];
    const note = (error: unknown) => void uncaught.push(error);
    process.on('uncaughtException', note);
    const { url, stop } = await startDynamo('captures', readDeployment().table);
    const client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: url, maxAttempts: 1 });
    const puts = Array.from({ length: 200 }, (_, n) =>
      client.send(new PutItemCommand({ TableName: 'captures', Item: { id: { S: `id-${n % 5}` } } })),
    );

    await Promise.any(puts);
    client.destroy(); // as a function's thread ends: nobody waits for the answers
    await Promise.all([stop(), Promise.allSettled(puts)]);
    await sleep(100); // what is left over would throw now

    process.off('uncaughtException', note);
    expect(uncaught).toEqual([]);
  });
});
