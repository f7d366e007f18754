import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { toItem } from '../../lib/ledger/items.ts';
import { createLedgerQueries, readOpen } from '../../lib/ledger/queries.ts';
import { aCapture, aFailed, NOW } from '../support/factories.ts';

interface Asked {
  readonly Limit?: number;
  readonly ExclusiveStartKey?: unknown;
  readonly RequestItems?: Record<string, { readonly Keys: readonly unknown[] }>;
}

/**
 * A client with these answers in turn, and the queries that it got: DynamoDB may answer like this, no emulator does.
 */
const answering = (...answers: readonly object[]) => {
  const asked: Asked[] = [];
  const left = [...answers];
  const send = async ({ input }: { readonly input: Asked }) => {
    asked.push(input);
    return left.shift() ?? left.at(-1) ?? answers.at(-1);
  };
  const client = { send } as unknown as DynamoDBClient;
  return { asked, queries: createLedgerQueries({ client, tableName: 'captures' }) };
};

const keyOf = (id: string) => marshall({ id, open: 'open', turn: `1 1 ${id}` });
const itemOf = (id: string) => marshall(toItem(aCapture({ id }), 'nonce', 40), { removeUndefinedValues: true });

describe('queries: a page that ends before its limit', () => {
  it('is read on from the index’s own cursor, up to the limit', async () => {
    const { asked, queries } = answering(
      { Items: [keyOf('a')], LastEvaluatedKey: keyOf('a') },
      { Items: [], LastEvaluatedKey: keyOf('b') },
      { Items: [keyOf('c'), keyOf('d')], LastEvaluatedKey: keyOf('d') },
    );

    expect((await queries.openKeys(3)).map(({ id }) => id)).toEqual(['a', 'c', 'd']);
    expect(asked.map(({ Limit, ExclusiveStartKey }) => [Limit, ExclusiveStartKey])).toEqual([
      [3, undefined],
      [2, keyOf('a')],
      [2, keyOf('b')],
    ]);
  });
});

describe('queries: a read by many ids', () => {
  it('asks for a hundred at a time, each once', async () => {
    const { asked, queries } = answering({});
    const ids = Array.from({ length: 201 }, (_, index) => String(index));

    await queries.getAll([...ids, ...ids]);

    expect(asked.map(({ RequestItems }) => RequestItems?.['captures']?.Keys.length)).toEqual([100, 100, 1]);
  });
});

describe('queries: a read by ids that DynamoDB does not answer whole', () => {
  const unread = (id: string) => ({ UnprocessedKeys: { captures: { Keys: [marshall({ id })] } } });

  it('asks again for what was left', async () => {
    const { asked, queries } = answering(
      { Responses: { captures: [itemOf('b')] }, ...unread('a') },
      { Responses: { captures: [itemOf('a')] } },
    );

    expect((await queries.getAll(['a', 'b'])).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(asked.at(-1)?.RequestItems?.['captures']?.Keys).toEqual([marshall({ id: 'a' })]);
  });

  it('gives up after some asks, with a reason: what was not read must not look gone', async () => {
    const { asked, queries } = answering(unread('a'));

    await expect(queries.getAll(['a'])).rejects.toThrow('DynamoDB left keys unread, it is throttling');
    expect(asked.length).toBeLessThan(10);
  });
});

describe('queries: what is open', () => {
  it('is as many keys as are asked for, without what has ended since its index was written', async () => {
    const asked: number[] = [];
    const open = [aCapture({ id: 'a' }), aFailed({ id: 'b' })];
    const ended = [aCapture({ id: 'c', state: 'failed', announcedAt: NOW }), aCapture({ id: 'd', state: 'ignored' })];
    const all = [...open, ...ended];
    const ledger = {
      openKeys: async (limit: number) => {
        asked.push(limit);
        return all.map(({ id }) => ({ id, turn: '1 1' }));
      },
      getAll: async (ids: readonly string[]) => all.filter(({ id }) => ids.includes(id)),
    };

    expect(await readOpen(ledger, 7)).toEqual(open);
    expect(asked).toEqual([7]);
  });
});
