import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { byTurn, turnOf } from '../../lib/planning/priority.ts';
import { aCapture, DAY, MINUTE, NOW } from '../support/factories.ts';

type Waiting = Pick<Capture, 'reason' | 'severity'>;

const manual: Waiting = { reason: 'manual', severity: 'unknown' };
const critical: Waiting = { reason: 'alert', severity: 'critical' };
const major: Waiting = { reason: 'alert', severity: 'major' };
const minor: Waiting = { reason: 'alert', severity: 'minor' };
const info: Waiting = { reason: 'alert', severity: 'info' };
const unknown: Waiting = { reason: 'alert', severity: 'unknown' };
const schedule: Waiting = { reason: 'schedule', severity: 'unknown' };

const named = ({ reason, severity }: Waiting): string => (reason === 'alert' ? severity : reason);

describe('priority: two captures that arrive together', () => {
  it.each(
    [
      [manual, critical],
      [critical, major],
      [major, minor],
      [minor, info],
      [minor, unknown],
      [info, schedule],
      [unknown, schedule],
    ].map(([first, second]) => ({ first: first as Waiting, second: second as Waiting })),
  )(
    'take turns by what they are: $first.reason $first.severity before $second.reason $second.severity',
    ({ first, second }) => {
      const turns = [first, second].map((waiting) => turnOf({ ...waiting, receivedAt: NOW }));

      expect(turns[0]).toBeLessThan(turns[1] as number);
    },
  );

  it('are equal where one is info and the other unknown', () => {
    const turns = [info, unknown].map((waiting) => turnOf({ ...waiting, receivedAt: NOW }));

    expect(turns[0]).toBe(turns[1]);
  });

  it('are told apart by id, whatever order they come in', () => {
    const a = aCapture({ id: 'a' });
    const b = aCapture({ id: 'b' });

    const orders = [[a, b].toSorted(byTurn), [b, a].toSorted(byTurn)];

    expect(orders).toEqual([
      [a, b],
      [a, b],
    ]);
  });
});

describe('priority: two captures of one kind', () => {
  it.each([manual, critical, info, schedule])('go oldest first: $reason $severity', (waiting) => {
    const older = aCapture({ ...waiting, id: 'z', receivedAt: NOW - 1 });
    const newer = aCapture({ ...waiting, id: 'a', receivedAt: NOW });

    const order = [newer, older].toSorted(byTurn);

    expect(order).toEqual([older, newer]);
  });
});

describe('priority: a capture that waits', () => {
  it.each([
    { low: major, high: critical, minutes: 30 },
    { low: minor, high: critical, minutes: 60 },
    { low: info, high: critical, minutes: 90 },
    { low: schedule, high: critical, minutes: 120 },
    { low: schedule, high: info, minutes: 30 },
  ])('is lifted one level every 30 minutes: $low.severity $low.reason in $minutes min', ({ low, high, minutes }) => {
    const arrivals = [minutes * MINUTE - 1, minutes * MINUTE + 1].map((waited) => NOW - waited);

    const isFirst = arrivals.map((receivedAt) => turnOf({ ...low, receivedAt }) < turnOf({ ...high, receivedAt: NOW }));

    expect(isFirst).toEqual([false, true]);
  });

  it('goes before a new manual one after a day only', () => {
    const receivedAt = [NOW - DAY + 1, NOW - DAY - 1];

    const isFirst = receivedAt.map(
      (at) => turnOf({ ...critical, receivedAt: at }) < turnOf({ ...manual, receivedAt: NOW }),
    );

    expect(isFirst).toEqual([false, true]);
  });
});

describe('priority: a storm that arrives in one minute', () => {
  it('is sorted manual, by severity, schedule', () => {
    const storm = [schedule, minor, unknown, critical, manual, major].map((waiting, index) =>
      aCapture({ ...waiting, id: `${index}`, receivedAt: NOW + index * 1000 }),
    );

    const order = storm.toSorted(byTurn).map(named);

    expect(order).toEqual(['manual', 'critical', 'major', 'minor', 'unknown', 'schedule']);
  });
});
