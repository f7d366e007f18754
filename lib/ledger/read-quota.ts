import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Quota, Slot } from '../planning/quota.ts';

/** Slots, gate and the scheduled wake in one consistent read. */
export type ReadQuota = () => Promise<Quota>;

export interface SlotsOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** How many snapshots a period allows: SNAPSHOT_LIMIT. */
  readonly limit: number;
}

/** Ids of the items that the quota stands in, beside the captures in their table. */
export const GATE = 'gate';
export const LOOKUPS = 'lookups';
export const slotId = (index: number): string => `slot#${index}`;

/** Reads the quota; throws where the table cannot be reached: no slot, no call. */
export const createReadQuota = ({ client, tableName, limit }: SlotsOptions): ReadQuota => {
  const indexes = Array.from({ length: limit }, (_, index) => index);
  const ids = [GATE, LOOKUPS, ...indexes.map(slotId)];

  return async () => {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({
        RequestItems: { [tableName]: { Keys: ids.map((id) => ({ id: { S: id } })), ConsistentRead: true } },
      }),
    );
    // A slot that was not read must not look free.
    if (UnprocessedKeys?.[tableName]) throw new Error('slots: DynamoDB left keys unread, it is throttling');
    const read = (Responses?.[tableName] ?? []).map((item) => unmarshall(item));
    const items = new Map(read.map((item) => [String(item['id']), item]));
    const gate = items.get(GATE) ?? {};
    return {
      slots: indexes.map((index) => slotOf(index, items.get(slotId(index)) ?? {})),
      gate: {
        closedUntil: Number(gate['closedUntil'] ?? 0),
        strikes: Number(gate['strikes'] ?? 0),
        ...(gate['reason'] !== undefined && { reason: gate['reason'] }),
        ...(gate['doubts'] !== undefined && {
          doubts: Array.from<string>(gate['doubts']).toSorted((a, b) => (a < b ? -1 : 1)),
        }),
        ...(gate['missing'] !== undefined && { missing: gate['missing'] }),
      },
      lookupAt: Number(items.get(LOOKUPS)?.['releaseAt'] ?? 0),
      wakeAt: Number(gate['wakeAt'] ?? 0),
    };
  };
};

const slotOf = (
  index: number,
  { releaseAt, takenAt, uses, createdAt, testKey, captureId }: Record<string, unknown>,
): Slot => ({
  index,
  releaseAt: Number(releaseAt ?? 0),
  ...(takenAt !== undefined && { takenAt: Number(takenAt) }),
  ...(uses !== undefined && { uses: Number(uses) }),
  ...(createdAt !== undefined && {
    created: { at: Number(createdAt), testKey: String(testKey), captureId: String(captureId) },
  }),
});
