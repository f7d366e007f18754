/*
 * The calls that the slots allow, as pure functions of the quota read. The organization may create SNAPSHOT_LIMIT
 * snapshots in SNAPSHOT_LIMIT_SECONDS, and the vendor does not document which kind of window it counts in. So each slot
 * is used at most once per period after the answer of its call: then a window of any kind holds at most as many calls
 * as there are slots.
 */

/** A snapshot that a slot's call created. */
export interface Creation {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The key of the snapshot's test and account group. */
  readonly testKey: string;
  /** The capture that has the snapshot. */
  readonly captureId: string;
}

/** A lease for one POST. `releaseAt` is epoch milliseconds; 0 or past is free. */
export interface Slot {
  readonly index: number;
  readonly releaseAt: number;
  /** Epoch milliseconds at which the slot was last taken; absent if it never was. */
  readonly takenAt?: number;
  /** How often the slot was taken; absent if it never was. */
  readonly uses?: number;
  /** The last snapshot of this slot; absent if there is none. */
  readonly created?: Creation;
}

export const GATE_REASONS = [
  'rate_limited',
  'unauthorized',
  'token_unavailable',
  'unreachable',
  'unavailable',
  'failing',
  'redirected',
] as const;
export type GateReason = (typeof GATE_REASONS)[number];

/** Why and until when (epoch milliseconds) no worker calls ThousandEyes. */
export interface Gate {
  readonly closedUntil: number;
  readonly reason?: GateReason;
  /** How often in a row the gate was closed, without a successful call in between. */
  readonly strikes: number;
  /**
   * Tests and account groups in doubt: their calls were answered 5xx or not at all since the last snapshot was created.
   */
  readonly doubts?: readonly string[];
  /**
   * Tests and account groups that ThousandEyes does not know, with the epoch milliseconds until which that is assumed.
   */
  readonly missing?: Readonly<Record<string, number>>;
}

/** When the topic may have its next message. */
export interface Topic {
  /** Epoch milliseconds. */
  readonly releaseAt: number;
  /** When messages of a paced kind were last accepted, in epoch milliseconds, by the name of the kind. */
  readonly toldAt: Readonly<Record<string, number>>;
}

export interface Quota {
  readonly slots: readonly Slot[];
  readonly gate: Gate;
  /** Epoch milliseconds from which alerts may be looked up again; 0 for at once. */
  readonly lookupAt: number;
  readonly topic: Topic;
  /** Epoch milliseconds of the scheduled wake; 0 if there is none. */
  readonly wakeAt: number;
}

/** How long a 404 for a test is remembered, so that the next alert of the test uses no slot. */
export const MISSING_MS = 900_000;
/** The most such tests that are remembered. */
export const MAX_MISSING = 50;

/** Three look-ups in 1.5 seconds: half of the organization's 240 calls a minute, which all its integrations share. */
export const LOOKUPS = { atOnce: 3, everyMs: 1500 } as const;

/**
 * One message in half a second over all workers. Then no second has more than five messages, even if two workers'
 * clocks differ as far as they may and a message is late in its turn. SNS suspends an e-mail address that gets more
 * than ten.
 */
export const MESSAGES = { everyMs: 500, withinMs: 500 } as const;

/** The most tests in doubt that are remembered, because an outage may affect thousands. */
export const MAX_DOUBTS = 100;

/** The most that the clocks of two workers may differ. */
export const CLOCK_SKEW_MS = 1000;

/** The most time between taking a slot and sending its call; the claim is written in between. */
export const SEND_WITHIN_MS = 5000;

/** The slots that may be taken now, the longest free first; none while the gate is closed. */
export const freeSlots = (
  { slots, gate }: Pick<Quota, 'slots'> & { readonly gate: Pick<Gate, 'closedUntil'> },
  now: number,
): Slot[] =>
  gate.closedUntil > now
    ? []
    : slots.filter(({ releaseAt }) => releaseAt <= now).toSorted((a, b) => a.releaseAt - b.releaseAt);

/** The earliest time for a call, in epoch milliseconds. A time in the past means at once. */
export const nextSlotAt = ({ slots, gate }: Quota): number =>
  Math.max(gate.closedUntil, Math.min(...slots.map(({ releaseAt }) => releaseAt)));

/**
 * When the call number `n` from now on may be made (0 is the next call), in epoch milliseconds. The slots get free one
 * after the other, and then once in each period.
 */
export const nthCallAt = ({ slots, gate }: Quota, n: number, periodMs: number, now: number): number => {
  const free = slots.map(({ releaseAt }) => Math.max(now, gate.closedUntil, releaseAt)).toSorted((a, b) => a - b);
  const rounds = Math.floor(n / free.length);
  return (free[n % free.length] ?? now) + rounds * (periodMs + CLOCK_SKEW_MS);
};

/**
 * Until when a slot that is taken now stays taken if its holder dies: late, never early. The call may be sent late,
 * take its whole timeout, and be counted up to another timeout later.
 */
export const heldUntil = (now: number, callTimeoutMs: number, periodMs: number): number =>
  doubtfulUntil(now + SEND_WITHIN_MS + callTimeoutMs, callTimeoutMs, periodMs);

/** Until when a slot stays taken if its call is answered now. */
export const countedUntil = (now: number, periodMs: number): number => now + periodMs + CLOCK_SKEW_MS;

/**
 * Until when a slot stays taken if its call times out now. The vendor may count the call up to another timeout later.
 */
export const doubtfulUntil = (now: number, callTimeoutMs: number, periodMs: number): number =>
  countedUntil(now + callTimeoutMs, periodMs);
