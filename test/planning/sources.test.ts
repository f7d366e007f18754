import { describe, expect, it } from 'vitest';
import { mayBeServedAlready } from '../../lib/planning/sources.ts';
import { aCapture, aQuota, MINUTE, NOW, SECOND } from '../support/factories.ts';

const TERMS = { reuseMs: 60 * SECOND, periodMs: 5 * MINUTE };
const creation = (at: number) => ({ at, testKey: '74411/3417721', captureId: 'a'.repeat(32) });

describe('sources: a snapshot that the slots do not know', () => {
  it.each([
    { name: 'none is older than the window, which ends now', endedAgo: 0, is: false },
    { name: 'the window ended a moment less ago than a slot remembers', endedAgo: 4 * MINUTE - 1, is: false },
    { name: 'the window ended as long ago as a slot remembers', endedAgo: 4 * MINUTE, is: true },
  ])('$name: $is', ({ endedAgo, is }) => {
    const capture = aCapture({ endDate: new Date(NOW - endedAgo).toISOString() });

    expect(mayBeServedAlready(capture, aQuota([0]), TERMS, NOW)).toBe(is);
  });

  it.each([
    { name: 'says what came of its call', slot: { takenAt: NOW - 2, created: creation(NOW - 1) }, is: false },
    { name: 'was taken again since', slot: { takenAt: NOW - 1, created: creation(NOW - 2) }, is: true },
    { name: 'created one at the moment that it was taken', slot: { takenAt: NOW, created: creation(NOW) }, is: false },
    { name: 'never created any', slot: { takenAt: NOW - 1 }, is: true },
    { name: 'is free again', slot: { takenAt: NOW - 1, releaseAt: NOW }, is: false },
  ])('a slot that is taken $name: $is', ({ slot, is }) => {
    const quota = { ...aQuota([]), slots: [{ index: 0, releaseAt: NOW + MINUTE, ...slot }] };

    expect(mayBeServedAlready(aCapture(), quota, TERMS, NOW)).toBe(is);
  });

  it('one slot of several that does not say what came of its call is enough', () => {
    const [free, taken] = [
      { index: 0, releaseAt: 0 },
      { index: 1, releaseAt: NOW + MINUTE, takenAt: NOW - 1 },
    ];
    const quota = { ...aQuota([]), slots: [free, taken] };

    expect(mayBeServedAlready(aCapture(), quota, TERMS, NOW)).toBe(true);
  });
});
