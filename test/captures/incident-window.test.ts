import { describe, expect, it } from 'vitest';
import { startOf, windowOfIncident, windowReachingBack } from '../../lib/captures/incident-window.ts';
import { DAY, HOUR, MINUTE, NOW, SECOND } from '../support/factories.ts';

const hoursOf = ({ startDate, endDate }: { startDate: string; endDate: string }) =>
  (Date.parse(endDate) - Date.parse(startDate)) / HOUR;

describe('incident: the window of its evidence', () => {
  it.each([
    { name: 'half an hour', lasted: 30 * MINUTE, hours: 1 },
    { name: 'three quarters of an hour', lasted: 45 * MINUTE, hours: 1 },
    { name: 'a second more', lasted: 45 * MINUTE + SECOND, hours: 2 },
    { name: 'five hours', lasted: 5 * HOUR, hours: 6 },
    { name: 'almost two days', lasted: 47 * HOUR, hours: 48 },
    { name: 'a week', lasted: 168 * HOUR, hours: 48 },
    { name: 'no time at all', lasted: 0, hours: 1 },
  ])('is the smallest that begins a quarter of an hour before: $name is $hours h', ({ lasted, hours }) => {
    const window = windowOfIncident(NOW - lasted, NOW);

    expect(hoursOf(window)).toBe(hours);
    expect(window.endDate).toBe('2026-03-02T10:00:00Z');
  });

  it.each([
    { name: 'nobody knows when it began', startedAt: undefined },
    { name: 'it says that it began after it was over', startedAt: NOW + 1 },
  ])('is two hours where $name', ({ startedAt }) => {
    expect(hoursOf(windowOfIncident(startedAt, NOW))).toBe(2);
  });
});

describe('incident: when an alert says that it began', () => {
  it.each([
    { text: '2026-03-02T09:58:00Z', at: NOW - 2 * MINUTE },
    { text: '2026-03-02T09:58:00.500Z', at: NOW - 2 * MINUTE + 500 },
    { text: '2026-03-02 04:10:00 CET', at: undefined },
    { text: '2026-03-02 04:10:00', at: undefined },
    { text: '2026-03-02T99:99:99Z', at: undefined },
    { text: 'since 2026-03-02T09:58:00Z', at: undefined },
    { text: '2026-03-02T09:58:00Z or so', at: undefined },
    { text: undefined, at: undefined },
  ])('is believed only where the time zone is: $text', ({ text, at }) => {
    expect(startOf(text, NOW)).toBe(at);
  });

  it.each([
    { name: 'just now', ago: 0, isBelieved: true },
    { name: 'later', ago: -1000, isBelieved: false },
    { name: '30 days ago', ago: 30 * DAY, isBelieved: true },
    {
      name: 'longer ago than ThousandEyes keeps data, as a replayed sample says',
      ago: 30 * DAY + SECOND,
      isBelieved: false,
    },
  ])('is believed only within the 30 days before: $name', ({ ago, isBelieved }) => {
    const at = NOW - ago;

    expect(startOf(new Date(at).toISOString(), NOW)).toBe(isBelieved ? at : undefined);
  });
});

describe('incident: a window that reaches back to its start', () => {
  it.each([
    { name: 'a start that nobody knows', ago: undefined, hours: 2 },
    { name: 'a start just now', ago: 0, hours: 2 },
    { name: 'two hours ago', ago: 2 * HOUR, hours: 2 },
    { name: 'a second more', ago: 2 * HOUR + SECOND, hours: 4 },
    { name: 'five hours and a half', ago: 5.5 * HOUR, hours: 6 },
    { name: 'two days', ago: 48 * HOUR, hours: 48 },
    { name: 'a week', ago: 168 * HOUR, hours: 48 },
  ])('is the smallest allowed one, never less than two hours: $name is $hours h', ({ ago, hours }) => {
    const window = windowReachingBack(ago === undefined ? undefined : NOW - ago, NOW);

    expect([hoursOf(window), window.endDate]).toEqual([hours, '2026-03-02T10:00:00Z']);
  });
});
