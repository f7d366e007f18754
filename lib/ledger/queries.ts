import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Capture, isOpen, type OpenCapture } from '../captures/capture.ts';
import { createGetItems, type Table } from './get-items.ts';
import { ALERT_INDEX, FIRST_TURN, fromItem, OPEN_INDEX, TEST_INDEX } from './items.ts';

/** An open capture's entry in its index. The turn sorts as text. */
export interface OpenKey {
  readonly id: string;
  readonly turn: string;
}

/**
 * Searches in the ledger. The indexes hold only keys, and they lag: a new entry may be missing, be at its old place, or
 * belong to a deleted item. `getAll` reads the stored versions.
 */
export interface LedgerQueries {
  /** The first `limit` keys of open captures in the order of their turns, from a turn on or after a key. */
  openKeys(limit: number, from?: string | OpenKey): Promise<OpenKey[]>;
  /** Ids of the newest captures of one test and account group, in any state. */
  idsOfTest(testKey: string, limit: number): Promise<string[]>;
  /** Ids of the newest captures of one alert, in any account group and any state. */
  idsOfAlert(alertId: string, limit: number): Promise<string[]>;
  /** The stored versions, read consistently, in the order of `ids`; missing captures are left out. */
  getAll(ids: readonly string[]): Promise<Capture[]>;
}

/** Makes the queries over the ledger's table. */
export const createLedgerQueries = (table: Table): LedgerQueries => {
  const { client, tableName } = table;
  /** The first `limit` entries. DynamoDB ends a page at 1 MB, and may end it earlier. */
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

/** At most `limit` open captures, in the order of their turns. */
export const readOpen = async (
  ledger: Pick<LedgerQueries, 'openKeys' | 'getAll'>,
  limit: number,
): Promise<OpenCapture[]> => {
  const keys = await ledger.openKeys(limit);
  return (await ledger.getAll(keys.map(({ id }) => id))).filter(isOpen);
};

/** Reads captures by their ids, as `LedgerQueries.getAll` describes. */
export const createGetAll = (table: Table): LedgerQueries['getAll'] => {
  const getItems = createGetItems(table);
  return async (ids) => [...(await getItems(ids)).values()].map(fromItem);
};
