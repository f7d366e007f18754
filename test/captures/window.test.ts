import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  NOT_WINDOW_HOURS,
  toSecond,
  WINDOW_HOURS,
  type Window,
  windowCovering,
  windowEndingAt,
} from '../../lib/captures/window.ts';
import { HOUR, MINUTE, NOW, SECOND } from '../support/factories.ts';

/** A window given in minutes before NOW. */
const between = (startMinutes: number, endMinutes: number): Window => ({
  startDate: toSecond(NOW - startMinutes * MINUTE),
  endDate: toSecond(NOW - endMinutes * MINUTE),
});

const lengthOf = ({ startDate, endDate }: Window): number => Date.parse(endDate) - Date.parse(startDate);

describe('window: a time with milliseconds', () => {
  it.each([0, 1, 499, 500, 999])('is cut to its second, never rounded up (%i ms)', (milliseconds) => {
    const second = toSecond(NOW + milliseconds);

    expect(second).toBe('2026-03-02T10:00:00Z');
  });
});

describe('window: hours before a time', () => {
  it.each(WINDOW_HOURS)('are %i whole hours that end at the second of the time', (hours) => {
    const window = windowEndingAt(NOW + 999, hours);

    expect(window.endDate).toBe('2026-03-02T10:00:00Z');
    expect(lengthOf(window)).toBe(hours * HOUR);
  });

  it('may begin on the day before', () => {
    const window = windowEndingAt(Date.UTC(2026, 2, 1, 0, 30), 2);

    expect(window).toEqual({ startDate: '2026-02-28T22:30:00Z', endDate: '2026-03-01T00:30:00Z' });
  });
});

describe('window: covering others', () => {
  it.each([
    { name: 'one allowed range', windows: [between(120, 0)], hours: 2 },
    { name: 'twice the same range', windows: [between(120, 0), between(120, 0)], hours: 2 },
    { name: 'one second more than two hours', windows: [between(120, 0), between(120 + 1 / 60, 1)], hours: 4 },
    { name: 'exactly four hours', windows: [between(240, 120), between(120, 0)], hours: 4 },
    { name: 'four and a half hours', windows: [between(270, 150), between(120, 0)], hours: 6 },
    { name: 'seven hours', windows: [between(420, 300), between(120, 0)], hours: 12 },
    { name: 'thirteen hours', windows: [between(780, 660), between(120, 0)], hours: 24 },
    { name: 'a day and a minute', windows: [between(1441, 1321), between(120, 0)], hours: 48 },
    { name: 'exactly 48 hours', windows: [between(2880, 2760), between(120, 0)], hours: 48 },
    { name: 'less than an hour', windows: [between(20, 0)], hours: 1 },
    { name: 'a range within another', windows: [between(240, 0), between(120, 60)], hours: 4 },
  ])('takes the smallest allowed range: $name in $hours h', ({ windows, hours }) => {
    const covering = windowCovering(windows);

    expect(covering).toEqual({ startDate: toSecond(NOW - hours * HOUR), endDate: toSecond(NOW) });
  });

  it.each([
    { name: '48 hours and a second apart', windows: [between(2880 + 1 / 60, 2760), between(120, 0)] },
    { name: 'nothing to cover', windows: [] },
    { name: 'a date that is none', windows: [{ startDate: 'yesterday', endDate: toSecond(NOW) }] },
  ])('is impossible: $name', ({ windows }) => {
    const covering = windowCovering(windows);

    expect(covering).toBeUndefined();
  });

  it('covers every window in any set of them, with an allowed length and the last end', () => {
    const anyWindow = fc
      .record({ endsAt: fc.integer({ min: 0, max: 46 * 3600 }), hours: fc.constantFrom(1, 2) })
      .map(({ endsAt, hours }) => windowEndingAt(NOW - endsAt * SECOND, hours));

    fc.assert(
      fc.property(fc.array(anyWindow, { minLength: 1, maxLength: 8 }), (windows) => {
        const covering = windowCovering(windows);

        expect(covering).toBeDefined();
        const { startDate, endDate } = covering as Window;
        expect(windows.every((window) => window.startDate >= startDate && window.endDate <= endDate)).toBe(true);
        expect(windows.map((window) => window.endDate)).toContain(endDate);
        expect(WINDOW_HOURS.map((hours) => hours * HOUR)).toContain(lengthOf({ startDate, endDate }));
      }),
    );
  });
});

describe('window: what is wrong with other hours', () => {
  it('names all that are allowed', () => {
    expect(NOT_WINDOW_HOURS).toBe('must be one of 1, 2, 4, 6, 12, 24, 48');
  });
});
