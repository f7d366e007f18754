import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Creation, Gate, Slot } from '../planning/quota.ts';
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

const IS_FREE = 'attribute_not_exists(releaseAt) OR releaseAt <= :now';

/** The slots in the ledger's table, an item each. Where the table cannot be reached, it throws: no slot, no call. */
export const createSlots = ({ client, tableName, limit }: SlotsOptions): Slots => {
  /** One conditional update; false where its condition does not hold. */
  const update = async (
    id: string,
    UpdateExpression: string,
    values: Readonly<Record<string, string | number | undefined>>,
    ConditionExpression?: string,
  ): Promise<boolean> => {
    const ExpressionAttributeValues = marshall(values, { removeUndefinedValues: true });
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { id: { S: id } },
          UpdateExpression,
          ExpressionAttributeValues,
          ConditionExpression,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  const holderOf = async (id: string): Promise<string | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item?.['holder']?.S;
  };

  return {
    read: createReadQuota({ client, tableName, limit }),

    async take({ index }, now, heldUntil) {
      const holder = randomUUID();
      const won = await update(
        slotId(index),
        'SET releaseAt = :until, holder = :holder, takenAt = :now',
        { ':until': heldUntil, ':holder': holder, ':now': now },
        IS_FREE,
      );
      // The client repeats an update whose answer was lost; then the slot is ours already.
      return won || (await holderOf(slotId(index))) === holder ? { index, holder, takenAt: now } : undefined;
    },

    async release({ index, holder }, releaseAt, created) {
      await update(
        slotId(index),
        `SET releaseAt = :releaseAt${created ? ', createdAt = :createdAt, testKey = :testKey, captureId = :captureId' : ''}`,
        {
          ':releaseAt': releaseAt,
          ':holder': holder,
          ':createdAt': created?.at,
          ':testKey': created?.testKey,
          ':captureId': created?.captureId,
        },
        'holder = :holder',
      );
    },

    takeLookups: (now, until) => update(LOOKUPS, 'SET releaseAt = :until', { ':until': until, ':now': now }, IS_FREE),

    async closeGate({ closedUntil, reason, strikes }) {
      await update(
        GATE,
        'SET closedUntil = :until, reason = :reason, strikes = :strikes',
        { ':until': closedUntil, ':reason': reason, ':strikes': strikes },
        'attribute_not_exists(closedUntil) OR closedUntil < :until',
      );
    },

    async clearStrikes() {
      await update(GATE, 'SET strikes = :none', { ':none': 0 });
    },

    claimWake: (wakeAt, now) =>
      update(
        GATE,
        'SET wakeAt = :at',
        { ':at': wakeAt, ':now': now },
        'attribute_not_exists(wakeAt) OR wakeAt <= :now OR wakeAt > :at',
      ),
  };
};
