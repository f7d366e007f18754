import { randomUUID } from 'node:crypto';
import type { Creation, Gate, Slot } from '../planning/quota.ts';
import { createQuotaItems } from './quota-items.ts';
import { createReadQuota, GATE, LOOKUPS, type ReadQuota, slotId, type SlotsOptions, TOPIC } from './read-quota.ts';

/** A slot that a worker holds. */
export interface Lease {
  readonly index: number;
  readonly holder: string;
  /** Epoch milliseconds at which the slot was taken. */
  readonly takenAt: number;
}

/** The one call at an opening of the gate, held by one worker. */
export interface Probe {
  /** Epoch milliseconds at which the gate opens by itself, if the holder dies. */
  readonly until: number;
  readonly prober: string;
}

/** The organization's quota as leases. Every POST needs a slot. */
export interface Slots extends ReadQuota {
  /** Takes a slot that is free at `now`, until `heldUntil`; undefined if another worker was first. */
  take(slot: Slot, now: number, heldUntil: number): Promise<Lease | undefined>;
  /**
   * Sets when a taken slot is free again (epoch milliseconds, 0 for at once), unless another worker has the slot now. A
   * snapshot that its call `created` is remembered until the slot creates the next one.
   */
  release(lease: Lease, releaseAt: number, created?: Creation): Promise<void>;
  /**
   * Takes the turn for look-ups or for publishing, over all workers, until `until`; false if another worker has it at
   * `now`.
   */
  takeTurn(to: 'look-up' | 'publish', now: number, until: number): Promise<boolean>;
  /** Notes that SNS accepted a message of a paced kind at `now`; forgets the kinds in `past`. */
  noteTold(kind: string, now: number, past: readonly string[]): Promise<void>;
  /** Closes the gate for every worker. It shortens no closing except the caller's own `probe`. */
  closeGate(gate: Gate, probe?: Probe): Promise<void>;
  /**
   * Takes the probe, the one call at an opening of the gate: for all others the gate stays closed until `until`.
   * Undefined if another worker was first, that is, if the gate has changed since it was `seen`.
   */
  takeProbe(seen: Pick<Gate, 'closedUntil'>, until: number): Promise<Probe | undefined>;
  /** Opens the gate after a probe and sets its strikes, unless another worker has changed the gate since. */
  openGate(probe: Probe, strikes: number): Promise<void>;
  /**
   * Notes that the answer of a call for this test was lost or doubtful; returns how many tests are in doubt since the
   * last snapshot.
   */
  noteDoubt(testKey: string): Promise<number>;
  /** Forgets all tests in doubt, because a snapshot was created. */
  clearDoubts(): Promise<void>;
  /** Notes that ThousandEyes does not know this test, valid until `until`; forgets the tests in `past`. */
  noteMissing(testKey: string, until: number, past: readonly string[]): Promise<void>;
  /** Forgets that ThousandEyes did not know this test, because it has created a snapshot of it. */
  forgetMissing(testKey: string): Promise<void>;
  /** Notes that a wake is scheduled for `wakeAt`; false if an earlier one that is still ahead of `now` suffices. */
  claimWake(wakeAt: number, now: number): Promise<boolean>;
}

const TURNS = { 'look-up': LOOKUPS, publish: TOPIC } as const;
const IS_FREE = 'attribute_not_exists(releaseAt) OR releaseAt <= :now';

/**
 * Makes the slots in the ledger's table, one item each. Every call throws if the table cannot be reached: no slot, no
 * call.
 */
export const createSlots = (options: SlotsOptions): Slots => {
  const { client, tableName } = options;
  const items = createQuotaItems(client, tableName);

  return {
    ...createReadQuota(options),

    async take({ index }, now, heldUntil) {
      const holder = randomUUID();
      const won = await items.update(
        slotId(index),
        'SET releaseAt = :until, holder = :holder, takenAt = :now ADD uses :one',
        { ':until': heldUntil, ':holder': holder, ':now': now, ':one': 1 },
        IS_FREE,
      );
      return won || (await items.text(slotId(index), 'holder')) === holder
        ? { index, holder, takenAt: now }
        : undefined;
    },

    async release({ index, holder }, releaseAt, created) {
      await items.update(
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

    takeTurn: (to, now, until) =>
      items.update(TURNS[to], 'SET releaseAt = :until', { ':until': until, ':now': now }, IS_FREE),

    noteTold: (kind, now, past) => items.setEntry(TOPIC, 'toldAt', kind, now, past),

    async closeGate({ closedUntil, reason, strikes }, probe) {
      await items.update(
        GATE,
        'SET closedUntil = :until, reason = :reason, strikes = :strikes REMOVE prober',
        { ':until': closedUntil, ':reason': reason, ':strikes': strikes, ':prober': probe?.prober },
        `attribute_not_exists(closedUntil) OR closedUntil < :until${probe ? ' OR prober = :prober' : ''}`,
      );
    },

    async takeProbe(seen, until) {
      const prober = randomUUID();
      const won = await items.update(
        GATE,
        'SET closedUntil = :until, prober = :prober',
        { ':until': until, ':prober': prober, ':seen': seen.closedUntil },
        'closedUntil = :seen',
      );
      return won || (await items.text(GATE, 'prober')) === prober ? { until, prober } : undefined;
    },

    async openGate({ prober }, strikes) {
      await items.update(
        GATE,
        'SET closedUntil = :open, strikes = :strikes REMOVE prober',
        { ':open': 0, ':strikes': strikes, ':prober': prober },
        'prober = :prober',
      );
    },

    noteDoubt: (testKey) => items.addToSet(GATE, 'doubts', testKey),

    async clearDoubts() {
      await items.update(GATE, 'REMOVE doubts');
    },

    noteMissing: (testKey, until, past) => items.setEntry(GATE, 'missing', testKey, until, past),

    forgetMissing: (testKey) => items.removeEntry(GATE, 'missing', testKey),

    claimWake: (wakeAt, now) =>
      items.update(
        GATE,
        'SET wakeAt = :at',
        { ':at': wakeAt, ':now': now },
        'attribute_not_exists(wakeAt) OR wakeAt <= :now OR wakeAt > :at',
      ),
  };
};
