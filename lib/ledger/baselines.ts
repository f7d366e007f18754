import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Capture, Created } from '../captures/capture.ts';
import type { EarlierSnapshot } from '../captures/snapshot.ts';
import { testKeyOf } from '../captures/identity.ts';
import { epochOf } from '../time.ts';
import { createGetItems, type Item, type Table } from './get-items.ts';
import { fromItem, inDays } from './items.ts';

/** The result of a read beside a new snapshot. */
interface BesideSnapshot {
  /** The newest scheduled snapshot of the test; it may have expired. */
  readonly baseline?: EarlierSnapshot;
  /** The requested captures that are stored. */
  readonly captures: readonly Capture[];
}

/** The newest scheduled snapshot of each test. Each is one small item, because no index finds captures by test and reason. */
export interface Baselines {
  /** Reads the snapshot of a test and some captures, in one consistent read. */
  readWith(testKey: string, captureIds: readonly string[]): Promise<BesideSnapshot>;
  /** Stores the snapshot of a scheduled capture, unless a newer one is stored. `now` is in epoch milliseconds. */
  note(capture: Created, now: number): Promise<void>;
}

export interface BaselinesOptions extends Table {
  /** Days after which DynamoDB deletes the item, if its snapshot lives longer. */
  readonly retentionDays: number;
}

/** Always longer than a capture's id. The roles of the other functions may write items with ids of 32 characters. */
const idOf = (testKey: string): string => `baseline#newest-scheduled-snapshot#${testKey}`;

/** Baselines in the ledger's table, in no index. Errors of the client pass through. */
export const createBaselines = ({ retentionDays, ...table }: BaselinesOptions): Baselines => {
  const getItems = createGetItems(table);
  return {
    async readWith(testKey, captureIds) {
      const items = await getItems([idOf(testKey), ...captureIds]);
      const baseline = items.get(idOf(testKey));
      return {
        captures: captureIds.flatMap((id) => {
          const item = items.get(id);
          return item ? [fromItem(item)] : [];
        }),
        ...(baseline && { baseline: baselineOf(baseline) }),
      };
    },
    async note(capture, now) {
      const testKey = testKeyOf(capture);
      if (testKey === undefined) return;
      const { id: captureId, snapshot } = capture;
      const endedAt = epochOf(snapshot.endDate);
      const forgetAt = Math.min(Math.floor(epochOf(snapshot.expiresAt) / 1000), inDays(now, retentionDays));
      const item = { id: idOf(testKey), captureId, snapshot, endedAt, forgetAt };
      try {
        await table.client.send(
          new PutItemCommand({
            TableName: table.tableName,
            Item: marshall(item, { removeUndefinedValues: true }),
            ConditionExpression: 'attribute_not_exists(endedAt) OR endedAt <= :endedAt',
            ExpressionAttributeValues: marshall({ ':endedAt': endedAt }),
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error; // a newer one is stored
      }
    },
  };
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `note` makes these items
const baselineOf = ({ captureId, snapshot }: Item) => ({ captureId, snapshot }) as unknown as EarlierSnapshot;
