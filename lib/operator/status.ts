import { type Capture, isPending } from '../captures/capture.ts';
import { urgencyOf } from '../planning/priority.ts';
import { freeSlots, nextSlotAt, type Quota } from '../planning/quota.ts';
import { isoOf } from '../time.ts';
import { type Turn, turnsOf } from '../planning/due-times.ts';

/** What is waiting for what; all times ISO 8601 in UTC. */
export interface Status {
  readonly slots: {
    readonly limit: number;
    readonly periodSeconds: number;
    readonly free: number;
    /** When the next call may be made; absent where one may be made now. */
    readonly nextFreeAt?: string;
    /** When each slot that is taken is free again, the next one first; absent where none is taken. */
    readonly takenUntil?: readonly string[];
  };
  /** Why and until when nobody calls ThousandEyes; absent where they may. */
  readonly gate?: { readonly reason: string; readonly closedUntil: string };
  /** What waits for a turn. */
  readonly pending: {
    readonly total: number;
    /** There are more than were counted. */
    readonly isPartial: boolean;
    /** By the order in which they are captured: `manual`, a severity, or `schedule`. */
    readonly byPriority: Readonly<Record<string, number>>;
    /** When the last of them is captured, as far as that can be told; absent where nothing is pending. */
    readonly lastDoneAt?: string;
  };
  /** Alerts that wait on purpose, for the closing snapshot of their test; absent where there are none. */
  readonly grouped?: {
    readonly total: number;
    /** When the next closing snapshot is due. */
    readonly nextDueAt: string;
  };
  /** In some worker's hands: being captured or announced. */
  readonly inHand: number;
  /** When a snapshot was last created, so that the token has worked; absent where never. */
  readonly tokenWorkedAt?: string;
}

/**
 * The status from what was read of slots and ledger. Pure.
 *
 * @param open open captures; where there are `limit` of them, there may be more
 * @param periodMs SNAPSHOT_LIMIT_SECONDS in milliseconds
 */
export const statusOf = (
  quota: Quota,
  open: readonly Capture[],
  limit: number,
  periodMs: number,
  now: number,
): Status => {
  const waiting = open.filter(isPending);
  const turns = turnsOf(waiting, quota, periodMs, now);
  const closings = turns.filter(({ isClosing }) => isClosing);
  const grouped = new Set<Capture>(closings.flatMap(({ captures }) => captures));
  const pending = waiting.filter((capture) => !grouped.has(capture));
  const byPriority: Record<string, number> = {};
  for (const capture of pending) {
    const urgency = urgencyOf(capture);
    byPriority[urgency] = (byPriority[urgency] ?? 0) + 1;
  }
  const next = nextSlotAt(quota);
  const createdAt = Math.max(0, ...quota.slots.map(({ created }) => created?.at ?? 0));
  const takenUntil = quota.slots.flatMap(({ releaseAt }) => (releaseAt > now ? [isoOf(releaseAt)] : [])).toSorted();
  return {
    slots: {
      limit: quota.slots.length,
      periodSeconds: periodMs / 1000,
      free: freeSlots(quota, now).length,
      ...(next > now && { nextFreeAt: isoOf(next) }),
      ...(takenUntil.length > 0 && { takenUntil }),
    },
    ...(quota.gate.closedUntil > now && {
      gate: { reason: quota.gate.reason ?? 'unknown', closedUntil: isoOf(quota.gate.closedUntil) },
    }),
    pending: {
      total: pending.length,
      isPartial: open.length >= limit,
      byPriority,
      ...(pending.length > 0 && { lastDoneAt: isoOf(lastDueAt(turns)) }),
    },
    ...(closings[0] && { grouped: { total: grouped.size, nextDueAt: isoOf(closings[0].dueAt) } }),
    inHand: open.length - waiting.length,
    ...(createdAt > 0 && { tokenWorkedAt: isoOf(createdAt) }),
  };
};

/** When the last turn is due, by the turns that the board shows too: one rule says which captures share a snapshot. */
const lastDueAt = (turns: readonly Turn[]): number =>
  Math.max(...turns.flatMap(({ dueAt, isClosing }) => (isClosing ? [] : [dueAt])));
