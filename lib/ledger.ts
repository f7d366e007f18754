import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Capture, isOpen, testKeyOf } from './capture.ts';
import { turnOf } from './priority.ts';

/** The durable list of captures. Every write is one conditional put of one item. */
export interface Ledger {
  /** Writes a new capture; false where its id is there already. */
  add(capture: Capture): Promise<boolean>;
  /** Writes the next version; false where another writer was first. The one way a capture changes. */
  save(next: Capture): Promise<boolean>;
  /** The stored version, read consistently. */
  get(id: string): Promise<Capture | undefined>;
  /** Open captures: first those in some worker's hands by the end of their lease, then the pending ones by turn. */
  open(limit: number): Promise<Capture[]>;
  /** Pending captures by turn, those that are not to be tried yet behind it; from behind `after` on. */
  pending(limit: number, after?: Capture): Promise<Capture[]>;
  /** The newest captures of one test and account group, in any state; eventually consistent. */
  ofTest(testKey: string, limit: number): Promise<Capture[]>;
}

/** Names of the table's indexes; `serverless.yml` and the local system create them. */
export const OPEN_INDEX = 'open';
export const TEST_INDEX = 'test';
export const LIST_INDEX = 'list';

export interface LedgerOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Days after it was done that DynamoDB forgets a capture. */
  readonly retentionDays: number;
}

const DAY_SECONDS = 86_400;

/** The ledger in DynamoDB. Errors of the client pass through: the caller decides what a failed write means. */
export const createLedger = ({ client, tableName, retentionDays }: LedgerOptions): Ledger => {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

  /** The first `limit` items; mostly one page, but one page is 1 MB at most. */
  const query = async (index: string, key: string, value: string, limit: number, newestFirst: boolean) => {
    const captures: Capture[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: index,
          KeyConditionExpression: '#key = :value',
          ExpressionAttributeNames: { '#key': key },
          ExpressionAttributeValues: { ':value': value },
          ScanIndexForward: !newestFirst,
          Limit: limit - captures.length,
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      captures.push(...Items.map(fromItem));
      start = LastEvaluatedKey;
    } while (start !== undefined && captures.length < limit);
    return captures;
  };

  const get = async (id: string): Promise<Record<string, unknown> | undefined> => {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { id }, ConsistentRead: true }));
    return Item;
  };

  const put = async (capture: Capture, condition: string, values?: Record<string, unknown>): Promise<boolean> => {
    const nonce = randomUUID();
    try {
      await documents.send(
        new PutCommand({
          TableName: tableName,
          Item: { ...capture, ...indexKeys(capture), ...forgetAt(capture, retentionDays), nonce },
          ConditionExpression: condition,
          ...(values && { ExpressionAttributeValues: values, ExpressionAttributeNames: { '#version': 'version' } }),
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // The client repeats a write whose answer was lost; then it meets its own first try here.
      return (await get(capture.id))?.['nonce'] === nonce;
    }
  };

  return {
    add: (capture) => put(capture, 'attribute_not_exists(id)'),
    save: (next) => put(next, '#version = :before', { ':before': next.version - 1 }),
    get: async (id) => {
      const item = await get(id);
      return item && fromItem(item);
    },
    open: (limit) => query(OPEN_INDEX, 'open', 'open', limit, false),
    pending: async (limit, after) => {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: OPEN_INDEX,
          KeyConditionExpression: '#open = :open AND turn >= :pending',
          ExpressionAttributeNames: { '#open': 'open' },
          ExpressionAttributeValues: { ':open': 'open', ':pending': '1 ' },
          Limit: limit,
          ...(after && { ExclusiveStartKey: { id: after.id, open: 'open', turn: turnKey(after) } }),
        }),
      );
      return Items.map(fromItem);
    },
    ofTest: (testKey, limit) => query(TEST_INDEX, 'testKey', testKey, limit, true),
  };
};

/** What is stored beside the capture itself: who wrote it, until when it is kept, and the keys of the indexes. */
const STORED_BESIDE = ['open', 'turn', 'testKey', 'kind', 'nonce', 'forgetAt'] as const;

/**
 * Sort key of open captures: '0' and the lease's end for those in hand, '1' and the turn for pending ones.
 * One query therefore brings first what a dead worker may have left, then who is next, whatever the backlog.
 */
const indexKeys = (capture: Capture) => ({
  kind: 'capture',
  testKey: testKeyOf(capture),
  ...(isOpen(capture) && {
    open: 'open',
    turn: turnKey(capture),
  }),
});

const turnKey = (capture: Capture): string =>
  capture.state === 'pending'
    ? `1 ${digits(Math.max(turnOf(capture), capture.notBefore ?? 0))}`
    : `0 ${digits(capture.leaseUntil ?? 0)}`;

/** What is still open is never forgotten. */
const forgetAt = (capture: Capture, retentionDays: number) => {
  const doneAt = Math.floor((capture.announcedAt ?? capture.receivedAt) / 1000);
  return isOpen(capture) ? {} : { forgetAt: doneAt + retentionDays * DAY_SECONDS };
};

const digits = (epochMs: number): string => String(epochMs).padStart(15, '0');

/** A stored item as the capture that it is. */
export const fromItem = (item: Record<string, unknown>): Capture => {
  const capture = { ...item };
  for (const key of STORED_BESIDE) delete capture[key];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `put` writes items, and it writes captures
  return capture as unknown as Capture;
};
