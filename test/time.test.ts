import { describe, expect, it } from 'vitest';
import { epochOf, isoOf, lengthOf } from '../lib/time.ts';
import { DAY, HOUR, MINUTE, NOW, SECOND } from './support/factories.ts';

describe('times as texts', () => {
  it('are in UTC, and the same time when they are read again', () => {
    expect(isoOf(NOW)).toBe('2026-03-02T10:00:00.000Z');
    expect(epochOf(isoOf(NOW))).toBe(NOW);
  });

  it('are no time where the text is none', () => {
    expect(epochOf('soon')).toBeNaN();
  });
});

describe('lengths of time', () => {
  it.each([
    { ms: -5, shown: '0.0 s' },
    { ms: 4249, shown: '4.2 s' },
    { ms: 10 * SECOND - 60, shown: '9.9 s' },
    { ms: 10 * SECOND, shown: '10 s' },
    { ms: 48_400, shown: '48 s' },
    { ms: MINUTE, shown: '1 min' },
    { ms: 2 * MINUTE + 13_900, shown: '2 min 13 s' },
    { ms: HOUR - SECOND, shown: '59 min 59 s' },
    { ms: HOUR, shown: '1 h' },
    { ms: 3 * HOUR + 5 * MINUTE, shown: '3 h 5 min' },
    { ms: DAY - MINUTE, shown: '23 h 59 min' },
    { ms: DAY, shown: '1 d' },
    { ms: 2 * DAY + 4 * HOUR, shown: '2 d 4 h' },
  ])('have their two largest units: $shown', ({ ms, shown }) => {
    expect(lengthOf(ms)).toBe(shown);
  });
});
