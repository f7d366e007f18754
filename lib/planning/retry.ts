import { epochOf } from '../time.ts';
import type { GateReason } from './quota.ts';

/*
 * How long to wait before a call is repeated. All pure; `random` is uniform in [0, 1).
 * Full jitter after "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */

const BACKOFF_BASE_MS = 2000;
const BACKOFF_FACTOR = 4;
const BACKOFF_CAP_MS = 300_000;

/** Full jitter: anything from 0 to 2, 8, 32 … seconds, growing with the attempts made, five minutes at most. */
export const backoffMs = (attempts: number, random: () => number): number =>
  random() * Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * BACKOFF_FACTOR ** Math.max(0, attempts - 1));

/** First and longest closing of the gate, in milliseconds; it doubles with every strike in a row. */
const CLOSING: Record<GateReason, { readonly firstMs: number; readonly longestMs: number }> = {
  rate_limited: { firstMs: 5000, longestMs: 300_000 },
  // Many 401s from one address lock the account: look again every few minutes only.
  unauthorized: { firstMs: 180_000, longestMs: 180_000 },
  token_unavailable: { firstMs: 30_000, longestMs: 180_000 },
  unreachable: { firstMs: 1000, longestMs: 60_000 },
};

/** How long the gate closes for `reason` after `strikes` closings in a row before this one. */
export const closingMs = (reason: GateReason, strikes: number): number => {
  const { firstMs, longestMs } = CLOSING[reason];
  return Math.min(longestMs, firstMs * 2 ** Math.min(strikes, 20));
};

/** Epoch milliseconds of an HTTP date, which always is in GMT; NaN for anything else. */
const httpDate = (value: string): number => (value.endsWith(' GMT') ? epochOf(value) : Number.NaN);

/** A reset further away than this is not believed. */
const CREDIBLE_MS = 3_600_000;

/** The headers by which a 429 says when to come back. */
export interface LimitHeaders {
  /** `X-Organization-Rate-Limit-Reset`: absolute epoch seconds (vendor's documentation). */
  readonly reset?: string | undefined;
  /** `Retry-After`: seconds or an HTTP date (RFC 9110, 10.2.3). */
  readonly retryAfter?: string | undefined;
}

/**
 * When a 429 says that calls are welcome again, as epoch milliseconds.
 * Undefined where neither header is credible: absent, not a number, past, or more than an hour ahead.
 */
export const limitEndsAt = ({ reset, retryAfter }: LimitHeaders, now: number): number | undefined => {
  const seconds = /^\d+(\.\d+)?$/;
  const candidates = [
    seconds.test(reset ?? '') ? Number(reset) * 1000 : Number.NaN,
    seconds.test(retryAfter ?? '') ? now + Number(retryAfter) * 1000 : httpDate(retryAfter ?? ''),
  ];
  return candidates.find((at) => at > now && at <= now + CREDIBLE_MS);
};
