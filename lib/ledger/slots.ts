import { randomUUID } from 'node:crypto';
import type { Creation, Gate, Slot } from '../planning/quota.ts';
import { createQuotaItems } from './quota-items.ts';
import { createReadQuota, GATE, LOOKUPS, type ReadQuota, slotId, type SlotsOptions, TOPIC } from './read-quota.ts';

/** A slot in somebody's hand. */
export interface Lease {
  readonly index: number;
  readonly holder: string;
  /** Epoch milliseconds at which it was taken. */
  readonly takenAt: number;
}

/** The one call at an opening of the gate, in somebody's hand. */
export interface Probe {
  /** Epoch milliseconds at which the gate opens by itself, should its holder die. */
  readonly until: number;
  readonly prober: string;
}

/** The organization's quota as leases: what every POST has to hold one of. */
export interface Slots extends ReadQuota {
  /** Takes a slot that is free at `now` until `heldUntil`; undefined where another worker was first. */
  take(slot: Slot, now: number, heldUntil: number): Promise<Lease | undefined>;
  /**
   * Sets when a taken slot is free again (epoch milliseconds, 0 for at once); nothing where the lease is no longer ours.
   * Where its call created a snapshot, the slot remembers it until it creates the next one.
   */
  release(lease: Lease, releaseAt: number, created?: Creation): Promise<void>;
  /** Takes the turn to look alerts up, or to publish a message, until `until`, for all workers; false where another one has it at `now`. */
  takeTurn(to: 'look-up' | 'publish', now: number, until: number): Promise<boolean>;
  /** Notes that a message of a kind that is told once in a while was accepted at `now`; forgets those named in `past`. */
  noteTold(kind: string, now: number, past: readonly string[]): Promise<void>;
  /** Closes the gate for every worker; never shortens a closing but that of the own `probe`. */
  closeGate(gate: Gate, probe?: Probe): Promise<void>;
  /**
   * Takes the one call that goes ahead when the gate opens again: to all others it stays closed until `until`. Undefined
   * where another worker was first, that is where the gate is no longer as it was seen.
   */
  takeProbe(seen: Pick<Gate, 'closedUntil'>, until: number): Promise<Probe | undefined>;
  /** Opens the gate after a probe, with so many strikes left; nothing where the probe is no longer ours. */
  openGate(probe: Probe, strikes: number): Promise<void>;
  /** Notes that a call for this test had no answer that tells what came of it; how many tests have that since the last snapshot. */
  noteDoubt(testKey: string): Promise<number>;
  /** Forgets them: a snapshot was created. */
  clearDoubts(): Promise<void>;
  /** Notes that ThousandEyes does not know this test, which is believed `until`; forgets those named in `past`. */
  noteMissing(testKey: string, until: number, past: readonly string[]): Promise<void>;
  /** Forgets that ThousandEyes did not know this test: it has made a snapshot of it. */
  forgetMissing(testKey: string): Promise<void>;
  /** Notes that a wake is scheduled for `wakeAt`; false where an earlier one that is still ahead of `now` will do. */
  claimWake(wakeAt: number, now: number): Promise<boolean>;
}

const TURNS = { 'look-up': LOOKUPS, publish: TOPIC } as const;
const IS_FREE = 'attribute_not_exists(releaseAt) OR releaseAt <= :now';

/** The slots in the ledger's table, an item each. Where the table cannot be reached, it throws: no slot, no call. */
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
