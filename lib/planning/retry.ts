import { epochOf } from '../time.ts';
import type { GateReason } from './quota.ts';

/*
 * How long to wait before a call is repeated, as pure functions. `random` is uniform in [0, 1). Full jitter after
 * "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * Waits between the tries of a snapshot whose answer was lost: about four hours in all, the time that one test may be
 * broken.
 */
const SNAPSHOT_WAITS_MS = [
  10 * SECOND,
  MINUTE,
  10 * MINUTE,
  45 * MINUTE,
  60 * MINUTE,
  60 * MINUTE,
  65 * MINUTE,
] as const;
/** The most that each wait is stretched, so that tests that broke together are not tried together. */
const STRETCH = 0.2;

/** The number of tries before a capture fails. */
export const MAX_TRIES = { snapshot: SNAPSHOT_WAITS_MS.length + 1, lookup: 4 } as const;

/** How long to wait, in milliseconds, after `tries` tries of a snapshot. */
export const snapshotWaitMs = (tries: number, random: () => number): number =>
  (SNAPSHOT_WAITS_MS[Math.max(1, tries) - 1] ?? SNAPSHOT_WAITS_MS[6]) * (1 + STRETCH * random());

const LOOKUP_BASE_MS = 2 * SECOND;
const LOOKUP_FACTOR = 4;

/** How long to wait, in milliseconds, after `tries` tries of a look-up: full jitter, from 0 to 2, 8 and 32 seconds. */
export const lookupWaitMs = (tries: number, random: () => number): number =>
  random() * LOOKUP_BASE_MS * LOOKUP_FACTOR ** (Math.max(1, tries) - 1);

/** First and longest closing of the gate, in milliseconds. The length doubles with every strike in a row. */
const CLOSING: Record<GateReason, { readonly firstMs: number; readonly longestMs: number }> = {
  rate_limited: { firstMs: 5000, longestMs: 300_000 },
  // Many 401s from one address lock the account, so the next try comes only after minutes.
  unauthorized: { firstMs: 180_000, longestMs: 180_000 },
  token_unavailable: { firstMs: 30_000, longestMs: 180_000 },
  unreachable: { firstMs: 1000, longestMs: 60_000 },
  unavailable: { firstMs: 5000, longestMs: 300_000 },
  failing: { firstMs: 5000, longestMs: 300_000 },
  redirected: { firstMs: 60_000, longestMs: 300_000 },
};

/** How long the gate closes for `reason`, in milliseconds, after `strikes` closings in a row. */
export const closingMs = (reason: GateReason, strikes: number): number => {
  const { firstMs, longestMs } = CLOSING[reason];
  return Math.min(longestMs, firstMs * 2 ** Math.min(strikes, 20));
};

/** Epoch milliseconds of an HTTP date, which is always in GMT; NaN for any other text. */
const httpDate = (value: string): number => (value.endsWith(' GMT') ? epochOf(value) : Number.NaN);

/** The longest credible time until a reset. */
const CREDIBLE_MS = 3_600_000;
/** The longest credible pause of a maintenance: the next try comes no later, whatever the header says. */
const CREDIBLE_PAUSE_MS = 300_000;

/** The headers of a 429 or a 503 that name the time for the next call. */
export interface LimitHeaders {
  /** `X-Organization-Rate-Limit-Reset`: absolute epoch seconds (vendor's documentation). */
  readonly reset?: string | undefined;
  /** `Retry-After`: seconds or an HTTP date (RFC 9110, 10.2.3). */
  readonly retryAfter?: string | undefined;
}

/**
 * The reset time that a 429 names, in epoch milliseconds. Undefined if neither header is credible: absent, not a
 * number, past, or further ahead than `credibleMs` (an hour).
 */
export const limitEndsAt = (
  { reset, retryAfter }: LimitHeaders,
  now: number,
  credibleMs: number = CREDIBLE_MS,
): number | undefined => {
  const seconds = /^\d+(\.\d+)?$/;
  const candidates = [
    seconds.test(reset ?? '') ? Number(reset) * 1000 : Number.NaN,
    seconds.test(retryAfter ?? '') ? now + Number(retryAfter) * 1000 : httpDate(retryAfter ?? ''),
  ];
  return candidates.find((at) => at > now && at <= now + credibleMs);
};

/** The time for the next call that a 503 names, in epoch milliseconds; undefined if it names no credible one. */
export const pauseEndsAt = (headers: LimitHeaders, now: number): number | undefined =>
  limitEndsAt(headers, now, CREDIBLE_PAUSE_MS);
