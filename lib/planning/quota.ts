/*
 * What the slots allow, as pure functions of what was read. The organization may create
 * SNAPSHOT_LIMIT snapshots in SNAPSHOT_LIMIT_SECONDS; which kind of window the vendor counts in is not
 * documented. So each of the slots is used at most once per period after the answer of the call that it
 * was taken for: whatever the window, it cannot hold one call more than there are slots.
 */

/** A snapshot that a slot's call created. */
export interface Creation {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Its test and account group. */
  readonly testKey: string;
  /** The capture that has it. */
  readonly captureId: string;
}

/** A lease for one POST. `releaseAt` is epoch milliseconds; 0 or past is free. */
export interface Slot {
  readonly index: number;
  readonly releaseAt: number;
  /** Epoch milliseconds at which it was last taken; absent where it never was. */
  readonly takenAt?: number;
  /** How often it was taken; absent where it never was. */
  readonly uses?: number;
  /** The last one; absent where it never created any. */
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

/** Why and until when (epoch milliseconds) nobody calls ThousandEyes at all. */
export interface Gate {
  readonly closedUntil: number;
  readonly reason?: GateReason;
  /** How often in a row it was closed without an open call between. */
  readonly strikes: number;
  /** Tests and account groups whose calls were answered 5xx or not at all since the last snapshot was created. */
  readonly doubts?: readonly string[];
  /** Tests and account groups that ThousandEyes does not know, and until when (epoch milliseconds) that is believed. */
  readonly missing?: Readonly<Record<string, number>>;
}

/** When the topic may have its next message. */
export interface Topic {
  /** Epoch milliseconds. */
  readonly releaseAt: number;
  /** When messages of a kind that is told once in a while were last accepted, in epoch milliseconds, by the name of the kind. */
  readonly toldAt: Readonly<Record<string, number>>;
}

export interface Quota {
  readonly slots: readonly Slot[];
  readonly gate: Gate;
  /** Epoch milliseconds from which on alerts may be looked up again; 0 where at once. */
  readonly lookupAt: number;
  readonly topic: Topic;
  /** Epoch milliseconds of the wake that is already scheduled; 0 where there is none. */
  readonly wakeAt: number;
}

/** How long a 404 for a test is believed: the next alert of it costs no slot. */
export const MISSING_MS = 900_000;
/** So many such tests are remembered at most. */
export const MAX_MISSING = 50;

/** Three look-ups in a second and a half: half of the organization's 240 calls a minute, which are for all of its integrations. */
export const LOOKUPS = { atOnce: 3, everyMs: 1500 } as const;

/**
 * One message in half a second over all workers: no second holds more than five, even where the clocks of two workers differ
 * as far as they may and a message goes out late in its turn. SNS suspends an e-mail address that gets more than ten.
 */
export const MESSAGES = { everyMs: 500, withinMs: 500 } as const;

/** So many tests in doubt are remembered at most: an outage may be met by thousands. */
export const MAX_DOUBTS = 100;

/** Clocks of two workers may differ by this much. */
export const CLOCK_SKEW_MS = 1000;

/** Between taking a slot and sending the call at most this long may pass: the claim is written in it. */
export const SEND_WITHIN_MS = 5000;

/** Slots that may be taken now, the longest free first. None while the gate is closed. */
export const freeSlots = (
  { slots, gate }: Pick<Quota, 'slots'> & { readonly gate: Pick<Gate, 'closedUntil'> },
  now: number,
): Slot[] =>
  gate.closedUntil > now
    ? []
    : slots.filter(({ releaseAt }) => releaseAt <= now).toSorted((a, b) => a.releaseAt - b.releaseAt);

/** The earliest epoch milliseconds at which a call may be made; at most `now` where that is at once. */
export const nextSlotAt = ({ slots, gate }: Quota): number =>
  Math.max(gate.closedUntil, Math.min(...slots.map(({ releaseAt }) => releaseAt)));

/** When the call number `n` from now on (0 is the next) may be made: the slots free one after the other, and then again each period. */
export const nthCallAt = ({ slots, gate }: Quota, n: number, periodMs: number, now: number): number => {
  const free = slots.map(({ releaseAt }) => Math.max(now, gate.closedUntil, releaseAt)).toSorted((a, b) => a - b);
  const rounds = Math.floor(n / free.length);
  return (free[n % free.length] ?? now) + rounds * (periodMs + CLOCK_SKEW_MS);
};

/**
 * Until when a slot is taken that was taken now, should its holder die: late, never early. The call may be sent late,
 * take its whole timeout, and be counted up to another timeout after that.
 */
export const heldUntil = (now: number, callTimeoutMs: number, periodMs: number): number =>
  doubtfulUntil(now + SEND_WITHIN_MS + callTimeoutMs, callTimeoutMs, periodMs);

/** Until when a slot stays taken whose call was answered now. */
export const countedUntil = (now: number, periodMs: number): number => now + periodMs + CLOCK_SKEW_MS;

/** Until when a slot stays taken whose answer was given up now: the vendor may count the call a timeout later still. */
export const doubtfulUntil = (now: number, callTimeoutMs: number, periodMs: number): number =>
  countedUntil(now + callTimeoutMs, periodMs);
