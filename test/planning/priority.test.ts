import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import {
  byAge,
  byTurn,
  byTurnAlertsFirst,
  isAskedFor,
  LEVELS,
  levelOf,
  urgencyOf,
} from '../../lib/planning/priority.ts';
import { aCapture, DAY, NOW } from '../support/factories.ts';

type Waiting = Pick<Capture, 'reason' | 'severity'>;

const manual: Waiting = { reason: 'manual', severity: 'unknown' };
const critical: Waiting = { reason: 'alert', severity: 'critical' };
const major: Waiting = { reason: 'alert', severity: 'major' };
const minor: Waiting = { reason: 'alert', severity: 'minor' };
const info: Waiting = { reason: 'alert', severity: 'info' };
const unknown: Waiting = { reason: 'alert', severity: 'unknown' };
const schedule: Waiting = { reason: 'schedule', severity: 'unknown' };

const named = ({ reason, severity }: Waiting): string => (reason === 'alert' ? severity : reason);

describe('priority: two captures of different kinds', () => {
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
    'take turns by what they are, at any age: $first.reason $first.severity before $second.reason $second.severity',
    ({ first, second }) => {
      const newer = aCapture({ ...first, id: 'newer' });
      const older = aCapture({ ...second, id: 'older', receivedAt: NOW - 30 * DAY });

      expect([older, newer].toSorted(byTurn)).toEqual([newer, older]);
    },
  );

  it('are of one level where one is info and the other unknown', () => {
    expect(levelOf(info)).toBe(levelOf(unknown));
  });

  it('have a level below the number of levels', () => {
    expect(levelOf(schedule)).toBe(LEVELS - 1);
    expect(levelOf(manual)).toBe(0);
  });
});

describe('priority: equals', () => {
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

describe('priority: the other orders', () => {
  const waiting = [
    aCapture({ ...schedule, id: 'schedule', receivedAt: NOW - 4 }),
    aCapture({ ...minor, id: 'minor', receivedAt: NOW - 3 }),
    aCapture({ ...manual, id: 'manual', receivedAt: NOW - 2 }),
    aCapture({ ...critical, id: 'critical', receivedAt: NOW - 1 }),
  ];
  const idsBy = (order: typeof byTurn) => waiting.toSorted(order).map(({ id }) => id);

  it('by age know no urgency', () => {
    expect(idsBy(byAge)).toEqual(['schedule', 'minor', 'manual', 'critical']);
  });

  it('with alerts first have manual requests behind all of them', () => {
    expect(idsBy(byTurnAlertsFirst)).toEqual(['critical', 'minor', 'manual', 'schedule']);
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

describe('priority: the word for it', () => {
  it.each([
    { waiting: critical, word: 'critical' },
    { waiting: { ...manual, severity: 'major' as const }, word: 'manual' },
    { waiting: { ...schedule, severity: 'minor' as const }, word: 'schedule' },
  ])('is the severity of an alert, else who asked for it: $word', ({ waiting, word }) => {
    expect(urgencyOf(aCapture(waiting))).toBe(word);
  });
});

describe('priority: whether a person asked for it', () => {
  it.each([
    { capture: { reason: 'manual' }, is: true },
    { capture: { reason: 'alert', sentAgainAt: NOW }, is: true },
    { capture: { reason: 'schedule', sentAgainAt: NOW }, is: true },
    { capture: { reason: 'alert' }, is: false },
    { capture: { reason: 'schedule' }, is: false },
  ] as const)('is $is: $capture', ({ capture, is }) => {
    expect(isAskedFor(capture)).toBe(is);
  });
});
