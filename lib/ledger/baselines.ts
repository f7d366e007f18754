import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Capture, Created, EarlierSnapshot } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import { epochOf } from '../time.ts';
import { createGetItems, type Item, type Table } from './get-items.ts';
import { fromItem, inDays } from './items.ts';

/** What is known of a test beside a new snapshot of it. */
interface BesideSnapshot {
  /** Its newest scheduled snapshot; it may have expired. */
  readonly baseline?: EarlierSnapshot;
  /** The stored versions of the captures that were asked for; what is not there is left out. */
  readonly captures: readonly Capture[];
}

/** The newest scheduled snapshot of each test: one small item, because no index finds a test's captures by their reason. */
export interface Baselines {
  /** Reads that of a test, and captures beside it, in one consistent read. */
  readWith(testKey: string, captureIds: readonly string[]): Promise<BesideSnapshot>;
  /** Notes the snapshot of a scheduled capture, unless a newer one is noted. `now` is epoch milliseconds. */
  note(capture: Created, now: number): Promise<void>;
}

export interface BaselinesOptions extends Table {
  /** Days after which DynamoDB forgets one, if its snapshot lives longer. */
  readonly retentionDays: number;
}

/** Longer than a capture's id, whatever the test: the other functions may write items with ids of 32 characters. */
const idOf = (testKey: string): string => `baseline#newest-scheduled-snapshot#${testKey}`;

/** Baselines in the ledger's table. The items have no key of an index. Errors of the client pass through. */
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
        if (!(error instanceof ConditionalCheckFailedException)) throw error; // a newer one is noted
      }
    },
  };
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `note` makes these items
const baselineOf = ({ captureId, snapshot }: Item) => ({ captureId, snapshot }) as unknown as EarlierSnapshot;
