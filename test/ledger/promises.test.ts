import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { toItem } from '../../lib/ledger/items.ts';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { createLedgerQueries, readOpen } from '../../lib/ledger/queries.ts';
import { createQuotaItems } from '../../lib/ledger/quota-items.ts';
import { createSlots } from '../../lib/ledger/slots.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { aCapture, NOW } from '../support/factories.ts';

const tableName = 'captures';
const CAPTURE = aCapture();
const ITEM = marshall(toItem(CAPTURE, 'nonce', 40), { removeUndefinedValues: true });

type Input = Readonly<Record<string, any>>;

/**
 * A client with scripted answers by command, and the commands that it was sent. An emulator that is always consistent
 * cannot show this.
 */
const scripted = (answers: Readonly<Record<string, object | Error>> = {}) => {
  const sent: { readonly command: string; readonly input: Input }[] = [];
  const send = async (command: { readonly input: Input; readonly constructor: { readonly name: string } }) => {
    const { name } = command.constructor;
    sent.push({ command: name, input: command.input });
    const answer = answers[name] ?? {};
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { sent, table: { client: { send } as unknown as DynamoDBClient, tableName } };
};
const refused = () => new ConditionalCheckFailedException({ message: 'refused', $metadata: {} });

describe('reads that decide', () => {
  it('are consistent: a capture, captures by their ids, the quota, whose an item is', async () => {
    const { sent, table } = scripted();

    await createLedger({ ...table, retentionDays: 40 }).get('a');
    await createLedgerQueries(table).getAll(['a']);
    await createSlots({ ...table, limit: 1 }).read();
    await createQuotaItems(table.client, tableName).text('gate', 'prober');

    const reads = sent.map(({ input }) => input['ConsistentRead'] ?? input['RequestItems'][tableName].ConsistentRead);
    expect(reads).toEqual([true, true, true, true]);
  });

  it('of the quota throw where DynamoDB leaves a slot unread: it must not look free', async () => {
    const unread = { UnprocessedKeys: { [tableName]: { Keys: [marshall({ id: 'slot#0' })] } } };
    const { table } = scripted({ BatchGetItemCommand: unread });

    await expect(createSlots({ ...table, limit: 1 }).read()).rejects.toThrow('it is throttling');
  });
});

describe('a write that is refused', () => {
  it('is another writer’s, unless the stored one is our own', async () => {
    const { table } = scripted({ PutItemCommand: refused(), GetItemCommand: { Item: ITEM } });
    const ledger = createLedger({ ...table, retentionDays: 40 });

    expect(await ledger.add(CAPTURE)).toBe(false);
    expect(await ledger.save(CAPTURE)).toBe(false);
  });

  it('is an error where that has another reason, and nothing is taken for written', async () => {
    const { table } = scripted({ PutItemCommand: new Error('throttled'), UpdateItemCommand: new Error('throttled') });

    await expect(createLedger({ ...table, retentionDays: 40 }).add(CAPTURE)).rejects.toThrow('throttled');
    await expect(createSlots({ ...table, limit: 1 }).claimWake(NOW + 1, NOW)).rejects.toThrow('throttled');
  });
});

describe('a body beside a capture', () => {
  it('is written before its capture', async () => {
    const { sent, table } = scripted();

    expect(await createLedger({ ...table, retentionDays: 40 }).add(CAPTURE, 'body')).toBe(true);

    const written = sent
      .filter(({ command }) => command === 'PutItemCommand')
      .map(({ input }) => unmarshall(input['Item']));
    expect(written).toMatchObject([{ id: `payload#${CAPTURE.id}`, payload: 'body' }, { id: CAPTURE.id }]);
  });

  it('is not written again with a repeated delivery', async () => {
    const { sent, table } = scripted({ GetItemCommand: { Item: ITEM } });

    expect(await createLedger({ ...table, retentionDays: 40 }).add(CAPTURE, 'body')).toBe(false);
    expect(sent.map(({ command }) => command)).toEqual(['GetItemCommand']);
  });
});

describe('open captures', () => {
  it('are those that are open still: an index may show one that has ended', async () => {
    const ledger = createMemoryLedger(() => NOW);
    const [waits, done] = [aCapture({ id: 'waits' }), aCapture({ id: 'done', state: 'cancelled', endedAt: NOW })];
    await ledger.add(waits);
    await ledger.add(done);
    const openKeys = async () => [waits, done].map(({ id }) => ({ id, turn: '' }));

    expect(await readOpen({ ...ledger, openKeys }, 10)).toEqual([waits]);
  });
});
