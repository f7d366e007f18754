import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Capture, isOpen, type OpenCapture } from '../captures/capture.ts';
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

export interface Table {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Waits for a random time of at most so many milliseconds; without it there is no wait. */
  readonly pauseUpTo?: ((ms: number) => Promise<unknown>) | undefined;
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

/** DynamoDB reads so many items at once at most. */
const BATCH = 100;
/** Under throttling DynamoDB leaves items unread, and the SDK does not ask again: this code does, so many times in all. */
const MAX_ASKS = 8;
/** The longest pause before the second ask; it doubles up to the cap. All pauses together take 1.6 s at most. */
const FIRST_PAUSE_MS = 25;
const MAX_PAUSE_MS = 400;

/** Reads items of captures by their ids: see `LedgerQueries.getAll`. */
export const createGetAll = ({ client, tableName, pauseUpTo }: Table): LedgerQueries['getAll'] => {
  const readBatch = async (ids: readonly string[]): Promise<Record<string, unknown>[]> => {
    const items: Record<string, unknown>[] = [];
    let keys: Record<string, unknown>[] | undefined = ids.map((id) => ({ id }));
    for (let asks = 0; keys !== undefined; asks += 1) {
      if (asks === MAX_ASKS) throw new Error('ledger: DynamoDB left keys unread, it is throttling');
      const { Responses, UnprocessedKeys }: BatchGetItemCommandOutput = await client.send(
        new BatchGetItemCommand({
          RequestItems: { [tableName]: { Keys: keys.map((key) => marshall(key)), ConsistentRead: true } },
        }),
      );
      items.push(...(Responses?.[tableName] ?? []).map((item) => unmarshall(item)));
      keys = UnprocessedKeys?.[tableName]?.Keys?.map((key) => unmarshall(key));
      if (keys !== undefined && asks + 1 < MAX_ASKS) {
        await pauseUpTo?.(Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** asks));
      }
    }
    return items;
  };

  return async (ids) => {
    const unique = [...new Set(ids)];
    const batches = Array.from({ length: Math.ceil(unique.length / BATCH) }, (_, index) =>
      readBatch(unique.slice(index * BATCH, (index + 1) * BATCH)),
    );
    const items = new Map((await Promise.all(batches)).flat().map((item) => [String(item['id']), item]));
    return unique.flatMap((id) => {
      const item = items.get(id);
      return item ? [fromItem(item)] : [];
    });
  };
};
