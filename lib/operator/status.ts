import { type Capture, isPending } from '../captures/capture.ts';
import { urgencyOf } from '../planning/priority.ts';
import { freeSlots, nextSlotAt, type Quota } from '../planning/quota.ts';
import { isoOf } from '../time.ts';
import { type Turn, turnsOf } from '../planning/due-times.ts';

/** The state of slots, gate and backlog. All times are ISO 8601 in UTC. */
export interface Status {
  readonly slots: {
    readonly limit: number;
    readonly periodSeconds: number;
    readonly free: number;
    /** When the next call may be made; absent if a slot is free now. */
    readonly nextFreeAt?: string;
    /** When each taken slot is free again, soonest first; absent if no slot is taken. */
    readonly takenUntil?: readonly string[];
  };
  /** Why the gate is closed, and until when; absent if it is open. */
  readonly gate?: { readonly reason: string; readonly closedUntil: string };
  /** The captures that wait for their turn. */
  readonly pending: {
    readonly total: number;
    /** Whether there are more than were counted. */
    readonly isPartial: boolean;
    /** Their number per urgency: `manual`, a severity, or `schedule`. */
    readonly byPriority: Readonly<Record<string, number>>;
    /** When the last of them is due, as an estimate; absent if nothing is pending. */
    readonly lastDoneAt?: string;
  };
  /** The alerts that wait for the closing snapshot of their test; absent if there are none. */
  readonly grouped?: {
    readonly total: number;
    /** When the next closing snapshot is due. */
    readonly nextDueAt: string;
  };
  /** The captures that a worker holds to capture or announce them. */
  readonly inHand: number;
  /** When a snapshot was last created, which proves that the token worked; absent if there was none. */
  readonly tokenWorkedAt?: string;
}

/**
 * Computes the status from the quota and the open captures. Pure.
 *
 * @param open the open captures; if there are `limit` of them, the ledger may have more
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

/** When the last turn is due. The board shows the same turns, so that both agree which captures share a snapshot. */
const lastDueAt = (turns: readonly Turn[]): number =>
  Math.max(...turns.flatMap(({ dueAt, isClosing }) => (isClosing ? [] : [dueAt])));
