import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Capture } from '../captures/capture.ts';
import { fromItem, OPEN_INDEX, TEST_INDEX, turnKey } from './items.ts';

/** What the worker looks for in the ledger. Indexes: what was just written may not show yet, or as it was before. */
export interface LedgerQueries {
  /** Open captures: first those in some worker's hands by the end of their lease, then the pending ones by turn. */
  open(limit: number): Promise<Capture[]>;
  /** Pending captures by turn, those that are not to be tried yet behind it; from behind `after` on. */
  pending(limit: number, after?: Capture): Promise<Capture[]>;
  /** The newest captures of one test and account group, in any state. */
  ofTest(testKey: string, limit: number): Promise<Capture[]>;
}

/** The queries over the ledger's table. */
export const createLedgerQueries = ({
  client,
  tableName,
}: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): LedgerQueries => {
  /** The first `limit` items; mostly one page, but one page is 1 MB at most. */
  const query = async (index: string, key: string, value: string, limit: number, newestFirst: boolean) => {
    const captures: Capture[] = [];
    let start: QueryCommandInput['ExclusiveStartKey'];
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: index,
          KeyConditionExpression: '#key = :value',
          ExpressionAttributeNames: { '#key': key },
          ExpressionAttributeValues: { ':value': { S: value } },
          ScanIndexForward: !newestFirst,
          Limit: limit - captures.length,
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      captures.push(...Items.map((item) => fromItem(unmarshall(item))));
      start = LastEvaluatedKey;
    } while (start !== undefined && captures.length < limit);
    return captures;
  };

  return {
    open: (limit) => query(OPEN_INDEX, 'open', 'open', limit, false),
    pending: async (limit, after) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: OPEN_INDEX,
          KeyConditionExpression: '#open = :open AND turn >= :pending',
          ExpressionAttributeNames: { '#open': 'open' },
          ExpressionAttributeValues: marshall({ ':open': 'open', ':pending': '1 ' }),
          Limit: limit,
          ...(after && { ExclusiveStartKey: marshall({ id: after.id, open: 'open', turn: turnKey(after) }) }),
        }),
      );
      return Items.map((item) => fromItem(unmarshall(item)));
    },
    ofTest: (testKey, limit) => query(TEST_INDEX, 'testKey', testKey, limit, true),
  };
};
