import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { cancel } from '../../lib/captures/transitions.ts';
import { toItem } from '../../lib/ledger/items.ts';
import { createListCaptures, cursorOf, readCursor } from '../../lib/ledger/list.ts';
import { aCapture, aFailed, anAlert, NOW } from '../support/factories.ts';

interface Asked {
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Record<string, never>;
  readonly ExpressionAttributeValues?: Record<string, never>;
  readonly RequestItems?: Record<string, { readonly Keys: readonly Record<string, never>[] }>;
}

const idOf = (index: number) => index.toString(16).padStart(32, '0');
/** `count` captures, newest first; every third one has failed. */
const captures = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aCapture({
      id: idOf(index),
      receivedAt: NOW - index,
      testId: String(index % 2),
      state: index % 3 === 0 ? 'failed' : 'pending',
    }),
  );

/** The list over an index with these captures, a page at a time, and the queries that the index got. */
const listOf = (stored: readonly Capture[]) => {
  const asked: Asked[] = [];
  const send = async ({ input }: { readonly input: Asked }) => {
    if (input.RequestItems !== undefined) {
      const ids = new Set(input.RequestItems['captures']?.Keys.map((key) => unmarshall(key)['id']));
      const items = stored.filter(({ id }) => ids.has(id)).map((capture) => toItem(capture, 'nonce', 40));
      return { Responses: { captures: items.map((item) => marshall(item, { removeUndefinedValues: true })) } };
    }
    asked.push(input);
    const { Limit = 0, ExclusiveStartKey } = input;
    const after = ExclusiveStartKey && unmarshall(ExclusiveStartKey)['id'];
    const start = stored.findIndex(({ id }) => id === after) + 1;
    const page = stored.slice(start, start + Limit);
    const keys = page.map(({ id, receivedAt }) => marshall({ kind: 'capture', id, receivedAt }));
    return { Items: keys, LastEvaluatedKey: start + Limit < stored.length ? keys.at(-1) : undefined };
  };
  return { asked, list: createListCaptures({ client: { send } as unknown as DynamoDBClient, tableName: 'captures' }) };
};
const idsIn = ({ captures: listed }: { readonly captures: readonly Capture[] }) => listed.map(({ id }) => id);

describe('the list of captures', () => {
  it('is a page of the newest, with where the next one starts', async () => {
    const { asked, list } = listOf(captures(5));

    const page = await list({ limit: 2 });

    expect(idsIn(page)).toEqual([idOf(0), idOf(1)]);
    expect(page.next).toEqual({ id: idOf(1), receivedAt: NOW - 1 });
    expect(asked).toMatchObject([{ IndexName: 'list', Limit: 2, ScanIndexForward: false }]);
    expect(unmarshall(asked[0]?.ExpressionAttributeValues ?? {})).toEqual({ ':kind': 'capture', ':since': 0 });
  });

  it('goes on where a page ended, to the end', async () => {
    const { list } = listOf(captures(5));

    const page = await list({ limit: 3, after: { id: idOf(1), receivedAt: NOW - 1 } });

    expect(idsIn(page)).toEqual([idOf(2), idOf(3), idOf(4)]);
    expect(page.next).toBeUndefined();
  });

  it('asks for what arrived since then, and for nothing where a page ended before', async () => {
    const { asked, list } = listOf(captures(5));

    await list({ limit: 1, since: NOW - 2, after: { id: idOf(2), receivedAt: NOW - 2 } });
    const none = await list({ limit: 1, since: NOW - 2, after: { id: idOf(3), receivedAt: NOW - 3 } });

    expect(unmarshall(asked[0]?.ExpressionAttributeValues ?? {})[':since']).toBe(NOW - 2);
    expect(none).toEqual({ captures: [] });
    expect(asked).toHaveLength(1);
  });
});

describe('the list of captures, filtered', () => {
  it.each([
    { name: 'by state', query: { state: 'failed' as const }, expected: [0, 3, 6] },
    { name: 'by test', query: { testId: '1' }, expected: [1, 3, 5] },
    { name: 'by both', query: { state: 'failed' as const, testId: '1' }, expected: [3, 9, 15] },
  ])('has those that fit, and goes on behind the last of them: $name', async ({ query, expected }) => {
    const { asked, list } = listOf(captures(30));

    const page = await list({ limit: 3, ...query });
    const last = expected.at(-1) ?? 0;

    expect(idsIn(page)).toEqual(expected.map(idOf));
    expect(page.next).toEqual({ id: idOf(last), receivedAt: NOW - last });
    expect(asked).toMatchObject([{ Limit: 200 }]);
  });

  it.each([
    { filter: { aid: '9' }, fits: 1 },
    { filter: { alertId: 'alert-2' }, fits: 2 },
    { filter: { severity: 'info' as const }, fits: 3 },
    { filter: { reason: 'schedule' as const }, fits: 4 },
    { filter: { aid: '8', alertId: 'alert-5', severity: 'minor' as const, reason: 'alert' as const }, fits: 5 },
  ])('has the one that fits, of many that nearly do: $filter', async ({ filter, fits }) => {
    const stored = [
      aCapture({ id: idOf(0) }),
      aCapture({ id: idOf(1), aid: '9' }),
      aCapture({ id: idOf(2), alert: anAlert({ alertId: 'alert-2' }) }),
      aCapture({ id: idOf(3), severity: 'info' }),
      aCapture({ id: idOf(4), reason: 'schedule' }),
      aCapture({ id: idOf(5), aid: '8', severity: 'minor', alert: anAlert({ alertId: 'alert-5' }) }),
      aCapture({ id: idOf(6), aid: '8', severity: 'minor', alert: anAlert({ alertId: 'alert-6' }) }),
    ];
    const { asked, list } = listOf(stored);

    expect(idsIn(await list({ limit: 1, ...filter }))).toEqual([idOf(fits)]);
    expect(asked).toMatchObject([{ Limit: 200 }]);
  });

  it('shows what was cancelled as that, before the topic is told', async () => {
    const cancelled = cancel(aCapture({ id: idOf(1) }), 'anna');
    const { list } = listOf([aFailed({ id: idOf(0) }), cancelled]);

    expect(idsIn(await list({ limit: 3, state: 'cancelled' }))).toEqual([idOf(1)]);
    expect(idsIn(await list({ limit: 3, state: 'failed' }))).toEqual([idOf(0)]);
  });

  it('reads on until it has enough', async () => {
    const stored = captures(450);
    const { asked, list } = listOf(stored);

    const page = await list({ limit: 100, state: 'failed' });

    expect(page.captures).toHaveLength(100);
    expect(asked).toHaveLength(2);
    expect(page.next?.id).toBe(idOf(297));
  });

  it('has none left where it has read to the end', async () => {
    const { list } = listOf(captures(30));

    expect(await list({ limit: 100, state: 'failed' })).toMatchObject({ captures: { length: 10 }, next: undefined });
  });

  it('is short where five pages had too few, and goes on behind them', async () => {
    const { asked, list } = listOf(
      captures(1100).map((capture) => ({ ...capture, state: 'pending' as const })) as never,
    );

    const page = await list({ limit: 1, state: 'failed' });

    expect(page).toEqual({ captures: [], next: { id: idOf(999), receivedAt: NOW - 999 } });
    expect(asked).toHaveLength(5);
  });
});

describe('a cursor', () => {
  const position = { id: 'a'.repeat(32), receivedAt: NOW };
  const coded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('is the place that it was made of, and nothing more, in a text for a URL', () => {
    const cursor = cursorOf({ ...position, state: 'failed' } as never);

    expect(cursor).toMatch(/^[\w-]+$/);
    expect(readCursor(cursor)).toEqual(position);
  });

  it.each([
    { name: 'no JSON', cursor: 'x' },
    { name: 'null', cursor: coded(null) },
    { name: 'no id', cursor: coded({ receivedAt: 1 }) },
    { name: 'an id of another kind', cursor: coded({ ...position, id: `payload#${'a'.repeat(32)}` }) },
    { name: 'an id that is longer', cursor: coded({ ...position, id: 'a'.repeat(33) }) },
    { name: 'a time before all', cursor: coded({ ...position, receivedAt: -1 }) },
    { name: 'half a millisecond', cursor: coded({ ...position, receivedAt: 0.5 }) },
    { name: 'no time', cursor: coded({ id: position.id }) },
  ])('is none: $name', ({ cursor }) => {
    expect(readCursor(cursor)).toBeUndefined();
  });

  it('may be of the first millisecond', () => {
    expect(readCursor(cursorOf({ ...position, receivedAt: 0 }))).toMatchObject({ receivedAt: 0 });
  });
});
