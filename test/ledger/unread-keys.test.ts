import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { toItem } from '../../lib/ledger/items.ts';
import { createListCaptures } from '../../lib/ledger/list.ts';
import { createLedgerQueries } from '../../lib/ledger/queries.ts';
import { aCapture } from '../support/factories.ts';

const CAPTURE = aCapture();
const KEY = { id: CAPTURE.id, kind: 'capture', receivedAt: CAPTURE.receivedAt };
const ITEM = marshall(toItem(CAPTURE, 'nonce', 40), { removeUndefinedValues: true });

/** DynamoDB under throttling: it leaves the item unread in the first calls. No emulator does that. */
const throttled = (timesUnread: number) => {
  const happened: (string | number)[] = [];
  let left = timesUnread;
  const send = async ({ input }: { readonly input: { readonly RequestItems?: object } }) => {
    if (input.RequestItems === undefined) return { Items: [marshall(KEY)] };
    happened.push('ask');
    left -= 1;
    return left < 0
      ? { Responses: { captures: [ITEM] } }
      : { UnprocessedKeys: { captures: { Keys: [marshall({ id: CAPTURE.id })] } } };
  };
  const pauseUpTo = async (ms: number) => {
    await new Promise(setImmediate);
    happened.push(ms); // noted at the end of the pause
  };
  const client = { send } as unknown as DynamoDBClient;
  return { happened, table: { client, tableName: 'captures', pauseUpTo } };
};

/** Eight calls once came within a few milliseconds, when DynamoDB was still as busy as at the first. */
describe('a read by ids that DynamoDB leaves undone', () => {
  it('pauses longer before each further ask', async () => {
    const { happened, table } = throttled(6);

    expect(await createLedgerQueries(table).getAll([CAPTURE.id])).toEqual([CAPTURE]);
    expect(happened).toEqual(['ask', 25, 'ask', 50, 'ask', 100, 'ask', 200, 'ask', 400, 'ask', 400, 'ask']);
  });

  it('does not pause before it gives up', async () => {
    const { happened, table } = throttled(8);

    await expect(createLedgerQueries(table).getAll([CAPTURE.id])).rejects.toThrow('it is throttling');
    expect(happened.filter((event) => event === 'ask')).toHaveLength(8);
    expect(happened.at(-1)).toBe('ask');
  });

  it('pauses for the list of captures, too', async () => {
    const { happened, table } = throttled(1);

    expect((await createListCaptures(table)({ limit: 1 })).captures).toEqual([CAPTURE]);
    expect(happened).toEqual(['ask', 25, 'ask']);
  });
});
