import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExpression } from '../../../infra/schedules/expression.ts';
import { nextRun } from '../../../infra/schedules/next-run.ts';
import { isTimeZone } from '../../../infra/schedules/time-zone.ts';

/** The first `count` runs after a time, as ISO 8601 to the minute. */
const runs = (expression: string, after: string, count: number, timezone = 'UTC') => {
  const parsed = readExpression(expression);
  const found: string[] = [];
  let at: number | undefined = Date.parse(after);
  while (found.length < count) {
    at = nextRun(parsed, timezone, at);
    if (at === undefined) return [...found, 'never again'];
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
};

describe('next run: in UTC', () => {
  it.each([
    ['rate(90 minutes)', '2026-03-02T10:00Z', ['2026-03-02T11:30', '2026-03-02T13:00']],
    ['cron(0 6 * * ? *)', '2026-03-02T05:59Z', ['2026-03-02T06:00', '2026-03-03T06:00']],
    ['cron(0 6 * * ? *)', '2026-03-02T06:00Z', ['2026-03-03T06:00']],
    ['cron(*/30 22-23 * * ? *)', '2026-12-31T23:00Z', ['2026-12-31T23:30', '2027-01-01T22:00']],
    ['cron(0 6 ? * MON-FRI *)', '2026-03-06T07:00Z', ['2026-03-09T06:00', '2026-03-10T06:00']],
    ['cron(0 6 ? * 1 *)', '2026-03-02T07:00Z', ['2026-03-08T06:00', '2026-03-15T06:00']], // 1 is Sunday
    ['cron(0 6 ? * L *)', '2026-03-02T07:00Z', ['2026-03-07T06:00']], // Saturday
    ['cron(0 6 ? * 6L *)', '2026-03-02T07:00Z', ['2026-03-27T06:00', '2026-04-24T06:00']], // last Friday
    ['cron(0 6 ? * 3#2 *)', '2026-03-02T07:00Z', ['2026-03-10T06:00', '2026-04-14T06:00']], // second Tuesday
    ['cron(0 6 L * ? *)', '2028-02-01T00:00Z', ['2028-02-29T06:00', '2028-03-31T06:00']],
    ['cron(0 6 15W * ? *)', '2026-08-01T00:00Z', ['2026-08-14T06:00', '2026-09-15T06:00']], // Saturday the 15th
    ['cron(0 6 15W * ? *)', '2026-11-01T00:00Z', ['2026-11-16T06:00']], // Sunday the 15th
    ['cron(0 6 1W * ? *)', '2026-08-01T00:00Z', ['2026-08-03T06:00']], // Saturday the 1st: not in July
    ['cron(0 6 31W 5 ? 2026)', '2026-05-01T00:00Z', ['2026-05-29T06:00']], // Sunday the 31st: not in June
    ['cron(0 6 31W * ? *)', '2026-04-01T00:00Z', ['2026-05-29T06:00']], // April has none
    ['cron(0 0 29 2 ? *)', '2026-03-01T00:00Z', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['cron(0 0 1 1 ? 2027)', '2026-03-01T00:00Z', ['2027-01-01T00:00', 'never again']],
    ['cron(0 0 30 2 ? *)', '2026-03-01T00:00Z', ['never again']],
  ])('%s after %s', (expression, after, expected) => {
    expect(runs(expression, after, expected.length)).toEqual(expected);
  });
});

describe('next run: in a time zone', () => {
  it.each([
    ['Asia/Kolkata', 'cron(30 6 * * ? *)', '2026-03-02T00:00Z', ['2026-03-02T01:00', '2026-03-03T01:00']],
    ['Europe/Berlin', 'cron(0 6 * * ? *)', '2026-03-28T00:00Z', ['2026-03-28T05:00', '2026-03-29T04:00']],
    // 02:30 does not exist on 29 March: that day is skipped
    ['Europe/Berlin', 'cron(30 2 * * ? *)', '2026-03-28T00:00Z', ['2026-03-28T01:30', '2026-03-30T00:30']],
    // 02:30 comes twice on 25 October: it runs at the first
    ['Europe/Berlin', 'cron(30 2 * * ? *)', '2026-10-24T12:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
    ['Europe/Berlin', 'cron(*/30 2-3 * * ? *)', '2026-10-25T00:20Z', ['2026-10-25T00:30', '2026-10-25T02:00']],
    ['America/New_York', 'cron(0 0 1 * ? *)', '2026-03-02T00:00Z', ['2026-04-01T04:00']],
  ])('%s: %s after %s', (timezone, expression, after, expected) => {
    expect(runs(expression, after, expected.length, timezone)).toEqual(expected);
  });

  it('is always later, and shows the minute asked for', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 1e12, max: 2e12 }),
        zones,
        (minute, after, zone) => {
          const next = nextRun(readExpression(`cron(${minute} * * * ? *)`), zone, after) ?? 0;
          const shown = new Intl.DateTimeFormat('en', { timeZone: zone, minute: 'numeric' }).format(next);

          expect(next).toBeGreaterThan(after);
          expect(next - after).toBeLessThanOrEqual(2 * 3_600_000);
          expect({ minute: Number(shown), seconds: next % 60_000 }).toEqual({ minute, seconds: 0 });
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('time zone names', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Asia/Kolkata'])(
    '%s is one',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(['', 'Berlin', 'Europe/Nowhere', 'europe/berlin', '+01:00', 'CEST'])('"%s" is none', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
