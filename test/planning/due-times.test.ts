import { describe, expect, it } from 'vitest';
import { dueTimesOf, turnsOf } from '../../lib/planning/due-times.ts';
import { aCapture, aQuota, MINUTE, NOW, SECOND } from '../support/factories.ts';

const PERIOD = 300 * SECOND;
const idsOf = (turns: ReturnType<typeof turnsOf>) => turns.map(({ captures }) => captures.map(({ id }) => id));

describe('turns: captures wait for slots', () => {
  it('are in the order of their severity, each due when its slot frees, and again a period later', () => {
    const open = [
      aCapture({ id: 'minor', severity: 'minor', testId: '1' }),
      aCapture({ id: 'critical', severity: 'critical', testId: '2' }),
      aCapture({ id: 'manual', reason: 'manual', testId: '3' }),
    ];

    const turns = turnsOf(open, aQuota([NOW + MINUTE, NOW - 1]), PERIOD, NOW);

    expect(idsOf(turns)).toEqual([['manual'], ['critical'], ['minor']]);
    expect(turns.map(({ dueAt }) => dueAt - NOW)).toEqual([0, MINUTE, PERIOD + SECOND]);
  });

  it('share a turn with the others of their test, but for one that was refused', () => {
    const open = [
      aCapture({ id: 'a', receivedAt: NOW - 2 }),
      aCapture({ id: 'b', receivedAt: NOW - 1 }),
      aCapture({ id: 'alone', alone: true }),
      aCapture({ id: 'elsewhere', aid: '2', receivedAt: NOW + 1 }),
    ];

    expect(idsOf(turnsOf(open, aQuota([0]), PERIOD, NOW))).toEqual([['a', 'b'], ['alone'], ['elsewhere']]);
  });

  it('are led by the first in turn, whatever the order in which they were read', () => {
    const open = [
      aCapture({ id: 'minor', severity: 'minor', receivedAt: NOW - 2 }),
      aCapture({ id: 'critical', severity: 'critical', receivedAt: NOW - 1 }),
    ];

    expect(idsOf(turnsOf(open, aQuota([0]), PERIOD, NOW))).toEqual([['critical', 'minor']]);
  });

  it('are in the order of the next uses of slots, not of the first', () => {
    const open = [
      aCapture({ id: 'urgent', severity: 'critical', testId: '1', receivedAt: NOW - 1 }),
      aCapture({ id: 'oldest', severity: 'minor', testId: '2', receivedAt: NOW - 2 }),
    ];
    const quota = { ...aQuota([]), slots: [{ index: 0, releaseAt: 0, uses: 1 }] };

    expect(idsOf(turnsOf(open, quota, PERIOD, NOW))).toEqual([['oldest'], ['urgent']]);
  });

  it('are due no earlier than their next try, nor than the gate opens', () => {
    const open = [
      aCapture({ id: 'a', notBefore: NOW + 5 * MINUTE }),
      aCapture({ id: 'b', testId: '2', receivedAt: NOW + 1 }),
    ];

    const turns = turnsOf(open, aQuota([0, 0], { closedUntil: NOW + MINUTE }), PERIOD, NOW);

    expect(turns.map(({ dueAt }) => dueAt - NOW)).toEqual([5 * MINUTE, MINUTE]);
  });

  it('wait with the others of a test that is tried again later', () => {
    const open = [
      aCapture({ id: 'a', receivedAt: NOW - 2, notBefore: NOW + 5 * MINUTE }),
      aCapture({ id: 'b', receivedAt: NOW - 1 }),
    ];

    const turns = turnsOf(open, aQuota([0]), PERIOD, NOW);

    expect(turns.map(({ dueAt }) => dueAt - NOW)).toEqual([5 * MINUTE]);
  });

  it('share a closing turn behind all others, due when it is, and hold up nobody', () => {
    const grouped = { until: NOW + 20 * MINUTE, openedBy: 'first', showsUntil: '2026-03-02T09:58:00Z' };
    const open = [
      aCapture({ id: 'b', severity: 'critical', receivedAt: NOW - 1, grouped }),
      aCapture({ id: 'a', severity: 'critical', receivedAt: NOW - 2, grouped }),
      aCapture({ id: 'soon', testId: '2', grouped: { ...grouped, until: NOW + MINUTE } }),
      aCapture({ id: 'other', severity: 'info', testId: '3' }),
    ];

    const turns = turnsOf(open, aQuota([0]), PERIOD, NOW);

    expect(idsOf(turns)).toEqual([['other'], ['soon'], ['a', 'b']]);
    expect(turns.map(({ dueAt, isClosing }) => [dueAt - NOW, isClosing])).toEqual([
      [0, undefined],
      [MINUTE, true],
      [20 * MINUTE, true],
    ]);
    expect(turnsOf(open, aQuota([NOW + 30 * MINUTE]), PERIOD, NOW).at(-1)?.dueAt).toBe(NOW + 30 * MINUTE);
  });

  it('have none any more once they are in hand', () => {
    expect(turnsOf([aCapture({ state: 'claimed' }), aCapture({ state: 'created' })], aQuota([0]), PERIOD, NOW)).toEqual(
      [],
    );
  });
});

describe('turns: when each capture is due', () => {
  it('is when its turn is', () => {
    const turns = [
      { captures: [aCapture({ id: 'a' }), aCapture({ id: 'b' })], dueAt: NOW + 1 },
      { captures: [aCapture({ id: 'c' })], dueAt: NOW + 2 },
    ] as const;

    expect([...dueTimesOf(turns)]).toEqual([
      ['a', NOW + 1],
      ['b', NOW + 1],
      ['c', NOW + 2],
    ]);
  });
});
