import { describe, expect, it } from 'vitest';
import { isAbandoned, isOverdue } from '../../lib/planning/upkeep.ts';
import { aCapture, aSnapshot, MINUTE, NOW } from '../support/factories.ts';

const SKEW = 1000;
const FAILURE = { code: 'rejected', detail: '400' } as const;

describe('upkeep: what is abandoned', () => {
  it.each([
    {
      name: 'a lease that ran out longer ago than clocks differ',
      capture: aCapture({ state: 'claimed', leaseUntil: NOW - SKEW }),
      is: true,
    },
    {
      name: 'a lease that another clock may still see',
      capture: aCapture({ state: 'claimed', leaseUntil: NOW - SKEW + 1 }),
      is: false,
    },
    { name: 'no lease: a quarantined one', capture: aCapture({ state: 'failed', failure: FAILURE }), is: true },
    { name: 'a pending one', capture: aCapture({ leaseUntil: 0 }), is: false },
    { name: 'one that is told', capture: aCapture({ state: 'failed', failure: FAILURE, announcedAt: NOW }), is: false },
    {
      name: 'one that is published',
      capture: aCapture({ state: 'published', snapshot: aSnapshot(), announcedAt: 0 }),
      is: false,
    },
    { name: 'one that is ignored', capture: aCapture({ state: 'ignored', endedAt: 0 }), is: false },
  ])('$name: $is', ({ capture, is }) => {
    expect(isAbandoned(capture, NOW)).toBe(is);
  });
});

describe('upkeep: what is overdue', () => {
  it.each([
    { name: 'one that waited as long as is worth it', capture: aCapture({ receivedAt: NOW - MINUTE }), is: true },
    { name: 'one that waited a moment less', capture: aCapture({ receivedAt: NOW - MINUTE + 1 }), is: false },
    { name: 'one that was sent again', capture: aCapture({ receivedAt: 0, sentAgainAt: NOW - MINUTE + 1 }), is: false },
  ])('$name: $is', ({ capture, is }) => {
    expect(isOverdue(capture, NOW, MINUTE)).toBe(is);
  });
});
