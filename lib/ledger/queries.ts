import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Capture, isOpen, type OpenCapture } from '../captures/capture.ts';
import { createGetItems, type Table } from './get-items.ts';
import { ALERT_INDEX, FIRST_TURN, fromItem, OPEN_INDEX, TEST_INDEX } from './items.ts';

/** What an index tells of an open capture: its id and its turn, which sorts as text. */
export interface OpenKey {
  readonly id: string;
  readonly turn: string;
}

/**
 * What is looked for in the ledger. Indexes hold keys only, and lag: what was just written may not show yet, or where it
 * was before, or still where its item is gone. `getAll` tells what is true.
 */
export interface LedgerQueries {
  /** Keys of open captures in the order of their turns, so many of them: from the turn `from` on, or from behind a key. */
  openKeys(limit: number, from?: string | OpenKey): Promise<OpenKey[]>;
  /** Ids of the newest captures of one test and account group, in any state. */
  idsOfTest(testKey: string, limit: number): Promise<string[]>;
  /** Ids of the newest captures of one alert, in any account group and any state. */
  idsOfAlert(alertId: string, limit: number): Promise<string[]>;
  /** The stored versions, read consistently, in the order of `ids`; what is not there is left out. */
  getAll(ids: readonly string[]): Promise<Capture[]>;
}

/** The queries over the ledger's table. */
export const createLedgerQueries = (table: Table): LedgerQueries => {
  const { client, tableName } = table;
  /** The first `limit` entries; mostly one page, but a page ends at 1 MB, and may end before. */
  const query = async (limit: number, input: Omit<QueryCommandInput, 'TableName'>) => {
    const entries: Record<string, unknown>[] = [];
    let start = input.ExclusiveStartKey;
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          ...input,
          TableName: tableName,
          Limit: limit - entries.length,
          ExclusiveStartKey: start,
        }),
      );
      entries.push(...Items.map((item) => unmarshall(item)));
      start = LastEvaluatedKey;
    } while (start !== undefined && entries.length < limit);
    return entries;
  };

  const newestIds = async (index: string, key: string, value: string, limit: number): Promise<string[]> => {
    const entries = await query(limit, {
      IndexName: index,
      KeyConditionExpression: '#key = :value',
      ExpressionAttributeNames: { '#key': key },
      ExpressionAttributeValues: marshall({ ':value': value }),
      ScanIndexForward: false,
    });
    return entries.map(({ id }) => String(id));
  };

  return {
    async openKeys(limit, from = FIRST_TURN) {
      const isTurn = typeof from === 'string';
      const entries = await query(limit, {
        IndexName: OPEN_INDEX,
        KeyConditionExpression: `#open = :open${isTurn ? ' AND turn >= :from' : ''}`,
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: marshall({ ':open': 'open', ...(isTurn && { ':from': from }) }),
        ...(!isTurn && { ExclusiveStartKey: marshall({ open: 'open', id: from.id, turn: from.turn }) }),
      });
      return entries.map(({ id, turn }) => ({ id: String(id), turn: String(turn) }));
    },
    idsOfTest: (testKey, limit) => newestIds(TEST_INDEX, 'testKey', testKey, limit),
    idsOfAlert: (alertId, limit) => newestIds(ALERT_INDEX, 'alertId', alertId, limit),
    getAll: createGetAll(table),
  };
};

/** So many open captures at most, by their turns. */
export const readOpen = async (
  ledger: Pick<LedgerQueries, 'openKeys' | 'getAll'>,
  limit: number,
): Promise<OpenCapture[]> => {
  const keys = await ledger.openKeys(limit);
  return (await ledger.getAll(keys.map(({ id }) => id))).filter(isOpen);
};

/** Reads captures by their ids: see `LedgerQueries.getAll`. */
export const createGetAll = (table: Table): LedgerQueries['getAll'] => {
  const getItems = createGetItems(table);
  return async (ids) => [...(await getItems(ids)).values()].map(fromItem);
};
