import { BatchGetItemCommand, type BatchGetItemCommandOutput, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

export interface Table {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Waits for a random time of at most `ms` milliseconds. Without it, there is no wait. */
  readonly pauseUpTo?: ((ms: number) => Promise<unknown>) | undefined;
}

export type Item = Record<string, unknown>;

/**
 * Reads items of one table by their ids, consistently. The result is in the order of the ids, has each item once, and
 * leaves out missing items.
 */
export type GetItems = (ids: readonly string[]) => Promise<ReadonlyMap<string, Item>>;

/** The most items that DynamoDB reads in one call. */
const BATCH = 100;
/**
 * The most calls for one batch. Under throttling DynamoDB leaves items unread, and the SDK does not ask for them again.
 */
const MAX_ASKS = 8;
/** The longest pause before the second call. It doubles up to MAX_PAUSE_MS; all pauses together take at most 1.6 s. */
const FIRST_PAUSE_MS = 25;
const MAX_PAUSE_MS = 400;

/**
 * Makes a reader of one table.
 *
 * @returns a function that throws if DynamoDB leaves items unread, because an unread item must not look like a missing
 *   one
 */
export const createGetItems = ({ client, tableName, pauseUpTo }: Table): GetItems => {
  const readBatch = async (ids: readonly string[]): Promise<Item[]> => {
    const items: Item[] = [];
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
    const read = new Map((await Promise.all(batches)).flat().map((item) => [String(item['id']), item]));
    return new Map(
      unique.flatMap((id) => {
        const item = read.get(id);
        return item ? [[id, item] as const] : [];
      }),
    );
  };
};
