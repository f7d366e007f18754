import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Creation, Gate, Slot } from './quota.ts';
import { createReadQuota, GATE, LOOKUPS, type ReadQuota, slotId, type SlotsOptions } from './read-quota.ts';

/** A slot in somebody's hand. */
export interface Lease {
  readonly index: number;
  readonly holder: string;
  /** Epoch milliseconds at which it was taken. */
  readonly takenAt: number;
}

/** The organisation's quota as leases: what every POST has to hold one of. */
export interface Slots {
  readonly read: ReadQuota;
  /** Takes a slot that is free at `now` until `heldUntil`; undefined where another worker was first. */
  take(slot: Slot, now: number, heldUntil: number): Promise<Lease | undefined>;
  /**
   * Sets when a taken slot is free again (epoch milliseconds, 0 for at once); nothing where the lease is no longer ours.
   * Where its call created a snapshot, the slot remembers it until it creates the next one.
   */
  release(lease: Lease, releaseAt: number, created?: Creation): Promise<void>;
  /** Takes the turn to look alerts up until `until`, for all workers; false where another one has it at `now`. */
  takeLookups(now: number, until: number): Promise<boolean>;
  /** Closes the gate for every worker; never shortens a closing. */
  closeGate(gate: Gate): Promise<void>;
  /** Forgets the gate's strikes after a call that went through. */
  clearStrikes(): Promise<void>;
  /** Notes that a wake is scheduled for `wakeAt`; false where an earlier one that is still ahead of `now` will do. */
  claimWake(wakeAt: number, now: number): Promise<boolean>;
}

/** The slots in the ledger's table, an item each. Where the table cannot be reached, it throws: no slot, no call. */
export const createSlots = ({ client, tableName, limit }: SlotsOptions): Slots => {
  const documents = DynamoDBDocumentClient.from(client);

  /** One conditional update; false where its condition does not hold. */
  const update = async (id: string, changes: Omit<UpdateCommandInput, 'TableName' | 'Key'>): Promise<boolean> => {
    try {
      await documents.send(new UpdateCommand({ TableName: tableName, Key: { id }, ...changes }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  const holderOf = async (id: string): Promise<unknown> => {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { id }, ConsistentRead: true }));
    return Item?.['holder'];
  };

  return {
    read: createReadQuota({ client, tableName, limit }),

    async take({ index }, now, heldUntil) {
      const holder = randomUUID();
      const won = await update(slotId(index), {
        UpdateExpression: 'SET releaseAt = :until, holder = :holder',
        ConditionExpression: 'attribute_not_exists(releaseAt) OR releaseAt <= :now',
        ExpressionAttributeValues: { ':until': heldUntil, ':holder': holder, ':now': now },
      });
      // The client repeats an update whose answer was lost; then the slot is ours already.
      return won || (await holderOf(slotId(index))) === holder ? { index, holder, takenAt: now } : undefined;
    },

    async release({ index, holder }, releaseAt, created) {
      await update(slotId(index), {
        UpdateExpression: `SET releaseAt = :releaseAt${created ? ', createdAt = :createdAt, testKey = :testKey' : ''}`,
        ConditionExpression: 'holder = :holder',
        ExpressionAttributeValues: {
          ':releaseAt': releaseAt,
          ':holder': holder,
          ...(created && { ':createdAt': created.at, ':testKey': created.testKey }),
        },
      });
    },

    takeLookups: (now, until) =>
      update(LOOKUPS, {
        UpdateExpression: 'SET releaseAt = :until',
        ConditionExpression: 'attribute_not_exists(releaseAt) OR releaseAt <= :now',
        ExpressionAttributeValues: { ':until': until, ':now': now },
      }),

    async closeGate({ closedUntil, reason, strikes }) {
      await update(GATE, {
        UpdateExpression: 'SET closedUntil = :until, reason = :reason, strikes = :strikes',
        ConditionExpression: 'attribute_not_exists(closedUntil) OR closedUntil < :until',
        ExpressionAttributeValues: { ':until': closedUntil, ':reason': reason, ':strikes': strikes },
      });
    },

    async clearStrikes() {
      await update(GATE, { UpdateExpression: 'SET strikes = :none', ExpressionAttributeValues: { ':none': 0 } });
    },

    claimWake: (wakeAt, now) =>
      update(GATE, {
        UpdateExpression: 'SET wakeAt = :at',
        ConditionExpression: 'attribute_not_exists(wakeAt) OR wakeAt <= :now OR wakeAt > :at',
        ExpressionAttributeValues: { ':at': wakeAt, ':now': now },
      }),
  };
};
