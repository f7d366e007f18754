import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBaselines } from '../../lib/ledger/baselines.ts';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { createLedgerQueries } from '../../lib/ledger/queries.ts';
import { createListCaptures } from '../../lib/ledger/list.ts';
import { startEmulators } from '../support/emulators.ts';
import { aSnapshot, aSource, DAY, NOW } from '../support/factories.ts';

const ID = 'baseline#newest-scheduled-snapshot#74411/3417721';

describe('the item of a baseline', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators.stop());
  const tableOf = () => ({ client: emulators.dynamo, tableName: emulators.tableName });
  const stored = async () => {
    const { client, tableName } = tableOf();
    const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: { id: { S: ID } } }));
    return Item && unmarshall(Item);
  };

  it.each([
    { retentionDays: 40, days: 30, name: 'its snapshot, whose life is shorter' },
    { retentionDays: 7, days: 7, name: 'all that the ledger keeps' },
  ])('is forgotten with $name', async ({ retentionDays, days }) => {
    await createBaselines({ ...tableOf(), retentionDays }).note(aSource(aSnapshot(), { reason: 'schedule' }), NOW);

    expect(await stored()).toMatchObject({ captureId: 'source', forgetAt: (NOW + days * DAY) / 1000 });
  });

  it('is in no index, and no capture to anybody: a version that does not know it never sees it', async () => {
    const table = tableOf();
    await createBaselines({ ...table, retentionDays: 40 }).note(aSource(aSnapshot(), { reason: 'schedule' }), NOW);
    const queries = createLedgerQueries(table);

    expect(Object.keys((await stored()) ?? {}).toSorted()).toEqual([
      'captureId',
      'endedAt',
      'forgetAt',
      'id',
      'snapshot',
    ]);
    expect(await queries.openKeys(10)).toEqual([]);
    expect(await queries.idsOfTest('74411/3417721', 10)).toEqual([]);
    expect((await createListCaptures(table)({ limit: 10 })).captures).toEqual([]);
    expect(await createLedger({ ...table, retentionDays: 40 }).get('source')).toBeUndefined();
    expect(ID.length).toBeGreaterThan(32);
  });
});
