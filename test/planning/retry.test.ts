import { describe, expect, it } from 'vitest';
import { GATE_REASONS } from '../../lib/planning/quota.ts';
import {
  closingMs,
  limitEndsAt,
  lookupWaitMs,
  MAX_TRIES,
  pauseEndsAt,
  snapshotWaitMs,
} from '../../lib/planning/retry.ts';
import { HOUR, NOW, SECOND } from '../support/factories.ts';

const ALMOST_ONE = 1 - Number.EPSILON;
const secondsOf = (epochMs: number): string => String(epochMs / 1000);

describe('retry: a snapshot whose answer was lost', () => {
  const MINUTE = 60;

  it('is tried eight times over four hours, each wait stretched by a fifth at most', () => {
    const waits = [10, MINUTE, 10 * MINUTE, 45 * MINUTE, 60 * MINUTE, 60 * MINUTE, 65 * MINUTE];

    expect(MAX_TRIES.snapshot).toBe(waits.length + 1);
    for (const [index, wait] of waits.entries()) {
      expect(snapshotWaitMs(index + 1, () => 0)).toBe(wait * SECOND);
      expect(snapshotWaitMs(index + 1, () => 0.5)).toBeCloseTo(wait * SECOND * 1.1, 3);
      expect(snapshotWaitMs(index + 1, () => ALMOST_ONE)).toBeCloseTo(wait * SECOND * 1.2, 3);
    }
    expect(waits.reduce((sum, wait) => sum + wait, 0) * SECOND).toBeGreaterThan(4 * HOUR);
  });

  it.each([0, 8, 5000])('has a wait after any number of tries: %i', (tries) => {
    expect(snapshotWaitMs(tries, () => 0)).toBe((tries === 0 ? 10 : 65 * MINUTE) * SECOND);
  });
});

describe('retry: a look-up', () => {
  it.each([
    { tries: 0, longest: 2 },
    { tries: 1, longest: 2 },
    { tries: 2, longest: 8 },
    { tries: 3, longest: 32 },
  ])('is tried again after anything from 0 to $longest s: $tries', ({ tries, longest }) => {
    const waits = [0, 0.5, ALMOST_ONE].map((random) => lookupWaitMs(tries, () => random));

    expect(waits[0]).toBe(0);
    expect(waits[1]).toBe(longest * 500);
    expect(waits[2]).toBeCloseTo(longest * 1000, 3);
  });
});

describe('retry: a 503', () => {
  it.each([
    { name: 'seconds', retryAfter: '120', in: 120 },
    { name: 'the longest that is believed', retryAfter: '300', in: 300 },
    { name: 'longer than is believed', retryAfter: '301', in: undefined },
    { name: 'nothing', retryAfter: undefined, in: undefined },
  ])('says when to come back: $name', ({ retryAfter, in: seconds }) => {
    expect(pauseEndsAt({ retryAfter }, NOW)).toBe(seconds === undefined ? undefined : NOW + seconds * SECOND);
  });
});

describe('retry: closing the gate', () => {
  it.each([
    { reason: 'rate_limited', seconds: [5, 10, 20, 40, 80, 160, 300, 300] },
    { reason: 'unauthorized', seconds: [180, 180, 180] },
    { reason: 'token_unavailable', seconds: [30, 60, 120, 180, 180] },
    { reason: 'unreachable', seconds: [1, 2, 4, 8, 16, 32, 60, 60] },
    { reason: 'unavailable', seconds: [5, 10, 20, 40, 80, 160, 300, 300] },
    { reason: 'failing', seconds: [5, 10, 20, 40, 80, 160, 300, 300] },
    { reason: 'redirected', seconds: [60, 120, 240, 300, 300] },
  ] as const)('doubles with every strike in a row up to its bound: $reason', ({ reason, seconds }) => {
    const closings = seconds.map((_, strikes) => closingMs(reason, strikes));

    expect(closings).toEqual(seconds.map((length) => length * SECOND));
  });

  it.each(GATE_REASONS)('stays at its bound after any number of strikes: %s', (reason) => {
    const closings = [20, 1000, Number.MAX_SAFE_INTEGER].map((strikes) => closingMs(reason, strikes));

    expect(new Set(closings).size).toBe(1);
    expect(closings[0]).toBeLessThanOrEqual(300 * SECOND);
  });
});

describe('retry: a 429 with a credible header', () => {
  it.each([
    { name: 'reset', headers: { reset: secondsOf(NOW + 42 * SECOND) }, in: 42 },
    { name: 'reset with a fraction', headers: { reset: secondsOf(NOW + 1500) }, in: 1.5 },
    { name: 'reset before Retry-After', headers: { reset: secondsOf(NOW + 9000), retryAfter: '5' }, in: 9 },
    { name: 'Retry-After in seconds', headers: { retryAfter: '120' }, in: 120 },
    { name: 'Retry-After as a date', headers: { retryAfter: 'Mon, 02 Mar 2026 10:04:00 GMT' }, in: 240 },
    { name: 'an hour exactly', headers: { retryAfter: '3600' }, in: 3600 },
    { name: 'Retry-After where reset is past', headers: { reset: secondsOf(NOW - 1000), retryAfter: '7' }, in: 7 },
    { name: 'Retry-After where reset is relative', headers: { reset: '60', retryAfter: '7' }, in: 7 },
    { name: 'Retry-After where reset is no number', headers: { reset: 'soon', retryAfter: '7' }, in: 7 },
    { name: 'Retry-After where reset is days ahead', headers: { reset: secondsOf(NOW * 2), retryAfter: '7' }, in: 7 },
  ])('ends when it says: $name', ({ headers, in: seconds }) => {
    const endsAt = limitEndsAt(headers, NOW);

    expect(endsAt).toBe(NOW + seconds * SECOND);
  });
});

describe('retry: a 429 without a credible header', () => {
  it.each([
    { name: 'none at all', headers: {} },
    { name: 'absent ones', headers: { reset: undefined, retryAfter: undefined } },
    { name: 'empty ones', headers: { reset: '', retryAfter: '' } },
    { name: 'text', headers: { reset: 'soon', retryAfter: 'later' } },
    { name: 'a reset that is now', headers: { reset: secondsOf(NOW) } },
    { name: 'a reset in milliseconds', headers: { reset: String(NOW + 1000) } },
    { name: 'a relative reset', headers: { reset: '60' } },
    { name: 'zero seconds', headers: { retryAfter: '0' } },
    { name: 'more than an hour', headers: { retryAfter: '3601' } },
    { name: 'a date that is past', headers: { retryAfter: 'Mon, 02 Mar 2026 09:59:59 GMT' } },
    { name: 'a negative number', headers: { reset: '-1', retryAfter: '-30' } },
    { name: 'numbers without an end', headers: { reset: '9'.repeat(400), retryAfter: '9'.repeat(400) } },
  ])('says nothing about its end: $name', ({ headers }) => {
    const endsAt = limitEndsAt(headers, NOW);

    expect(endsAt).toBeUndefined();
  });

  it('is believed an hour ahead and no further', () => {
    const ends = [NOW + HOUR, NOW + HOUR + 1].map((at) => limitEndsAt({ reset: secondsOf(at) }, NOW));

    expect(ends).toEqual([NOW + HOUR, undefined]);
  });
});
