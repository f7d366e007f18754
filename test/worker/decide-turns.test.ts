import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import type { Quota } from '../../lib/planning/quota.ts';
import { decide } from '../../lib/worker/decide.ts';
import type { Sight } from '../../lib/worker/ledger-view.ts';
import {
  aCapture,
  aFailed,
  aQuota,
  aSnapshot,
  aSource,
  DAY,
  MINUTE,
  NOW,
  SECOND,
  without,
} from '../support/factories.ts';
import { aSight, SETTINGS } from '../support/sights.ts';

const decisionOn = (captures: readonly Capture[], quota: Quota, rest: Partial<Sight> = {}) =>
  decide(aSight(captures, quota, rest), SETTINGS, true, NOW);
const kindsOf = (...on: Parameters<typeof decisionOn>) =>
  decisionOn(...on).tasks.map((task) =>
    task.kind === 'take-snapshot' ? `${task.group.leader.id} on ${task.slot.index}` : task.kind,
  );

const unresolved = (id: string, overrides: Parameters<typeof aCapture>[0] = {}) =>
  without(aCapture({ id, ...overrides, state: 'pending' }), 'testId');
const used = (uses: number): Quota => ({ ...aQuota([]), slots: [{ index: 0, releaseAt: 0, uses }] });

describe('decide: whom the next use of a slot serves', () => {
  const urgent = aCapture({ id: 'urgent', testId: '1', severity: 'critical', receivedAt: NOW - 1 });
  const oldest = aCapture({ id: 'oldest', testId: '1', severity: 'minor', receivedAt: NOW - 9 });
  const older = aCapture({ id: 'older', testId: '2', severity: 'minor', receivedAt: NOW - 5 });

  it.each([
    { uses: 0, captures: [urgent, older], first: 'urgent' },
    { uses: 1, captures: [urgent, older], first: 'older' },
    { uses: 1, captures: [urgent, older, oldest], first: 'urgent' }, // the follower of `urgent` is the oldest
  ])('says how often they were used: $uses, $first', ({ uses, captures, first }) => {
    expect(kindsOf(captures, used(uses))).toEqual([`${first} on 0`]);
  });

  it('is the longest free first, each for one of them', () => {
    expect(kindsOf([urgent, older], aQuota([NOW - 1, NOW + 1, NOW - 2]))).toEqual(['urgent on 2', 'older on 0']);
  });
});

describe('decide: a snapshot that ends longer before than the reuse time', () => {
  it('serves nobody, however long the period is', () => {
    const source = aSource(aSnapshot({ endsAt: NOW - 2 * MINUTE, hours: 4 }), { leaseUntil: NOW + MINUTE });

    expect(kindsOf([aCapture({ id: 'a' }), source], aQuota([0]))).toEqual(['a on 0']);
  });
});

describe('decide: several of a kind are done at once', () => {
  const overdue = ['1', '2'].map((id) => aCapture({ id, testId: id, receivedAt: NOW - 7 * DAY }));
  const left = ['3', '4'].map((id) => aCapture({ id, state: 'claimed', leaseUntil: NOW - MINUTE }));
  const failure = { code: 'quarantined', detail: '' } as const;
  const failed = ['5', '6'].map((id) => aFailed({ id, failure }));
  const served = ['7', '8'].map((id) => aCapture({ id, testId: id, reason: 'manual' }));
  const sources = served.map(({ testId = '' }) =>
    aSource(aSnapshot(), { id: `source of ${testId}`, testId, leaseUntil: NOW + MINUTE }),
  );

  it.each([
    { kind: 'fail', captures: overdue },
    { kind: 'recover', captures: left },
    { kind: 'hold', captures: failed },
    { kind: 'reuse', captures: [...served, ...sources] },
  ])('of $kind', ({ kind, captures }) => {
    const quota: Quota = { ...aQuota([0]), topic: { releaseAt: 0, toldAt: { quarantined: NOW } } };

    expect(kindsOf(captures, quota)).toEqual([kind, kind]);
  });

  it('of all kinds', () => {
    const quota: Quota = { ...aQuota([0]), topic: { releaseAt: 0, toldAt: {} } };
    const link = aCapture({ id: '9', state: 'created', snapshot: aSnapshot() });
    const captures = [...overdue, ...left, ...failed, ...served, ...sources, link, unresolved('c')];

    expect(kindsOf([...captures, aCapture({ id: 'a', testId: 'a' })], quota)).toEqual(
      'recover,recover,fail,fail,reuse,reuse,gather,tell,a on 0,look-up'.split(','),
    );
  });
});

describe('decide: which page is read on', () => {
  const ready = (id: string) => aCapture({ id, testId: id });
  const waits = (id: string) => aCapture({ id, testId: id, notBefore: NOW + MINUTE });
  const testsRead = new Set(['a', 'b'].map((id) => `74411/${id}`));

  it.each([
    { name: 'no slot is free, and nothing is ready', captures: [waits('a')], free: [], is: true },
    { name: 'no slot is free, and one is ready', captures: [ready('a')], free: [], is: false },
    { name: 'two slots are free, and one is ready', captures: [ready('a')], free: [0, 0], is: true },
    { name: 'two slots are free, and two are ready', captures: [ready('a'), ready('b')], free: [0, 0], is: false },
  ])('is the next one where $name: $is', ({ captures, free, is }) => {
    const quota = aQuota([...free, NOW + MINUTE]);

    expect(kindsOf(captures, quota, { isFull: true, testsRead }).includes('read-on')).toBe(is);
  });

  it.each([
    { name: 'the pages show everything', rest: { isFull: false } },
    { name: 'twenty were read', rest: { isFull: true, pages: 20 } },
  ])('is none where $name', ({ rest }) => {
    expect(kindsOf([waits('a')], aQuota([0]), { ...rest, testsRead })).toEqual([]);
  });

  it('is one more where nineteen were read', () => {
    expect(kindsOf([waits('a')], aQuota([0]), { isFull: true, pages: 19 })).toEqual(['read-on']);
  });
});

describe('decide: which tests are read', () => {
  const old = { startDate: '2026-03-02T07:00:00Z', endDate: '2026-03-02T09:00:00Z' };
  const of = (testId: string, rest: Parameters<typeof aCapture>[0] = {}) =>
    aCapture({ id: `${testId}${rest.reason ?? ''}`, testId, ...rest, state: 'pending' });
  const readsOf = (...on: Parameters<typeof decisionOn>) =>
    decisionOn(...on).tasks.map((task) => (task.kind === 'read-test' ? task.testKey : task.kind));

  it('are those of whom the next slots serve, where the slots do not know what there is', () => {
    expect(readsOf([of('1', old), of('2', old), of('3', old)], aQuota([0, 0]))).toEqual(['74411/1', '74411/2']);
  });

  it('are those of what has just arrived, too, each once', () => {
    const captures = [of('1', old), of('2', old), of('3', { ...old, receivedAt: NOW + 1 })];

    expect(readsOf(captures, aQuota([0]), { named: ['1', '3'] })).toEqual(['74411/1', '74411/3']);
    expect(readsOf(captures, aQuota([0]), { named: ['1', '2', '3'] })).toEqual(['74411/1', '74411/2', '74411/3']);
  });

  it.each([
    { endDate: '2026-03-02T09:56:00Z', read: ['74411/1'] },
    { endDate: '2026-03-02T09:56:01Z', read: ['take-snapshot'] },
  ])('are those whose window ended a period ago, less the reuse time: $endDate', ({ endDate, read }) => {
    expect(readsOf([of('1', { endDate })], aQuota([0]))).toEqual(read);
  });

  it('are all of them as long as there may be more behind the pages', () => {
    expect(readsOf([of('1'), of('2')], aQuota([0, 0]), { isFull: true })).toEqual(['74411/1', '74411/2']);
    expect(readsOf([of('1'), of('2')], aQuota([0, 0]))).toEqual(['take-snapshot', 'take-snapshot']);
  });

  it('are none that were read already, or are not known', () => {
    const captures = [of('1', old), unresolved('c', old)];

    expect(readsOf(captures, aQuota([0]), { testsRead: new Set(['74411/1']), named: ['c'] })).toEqual([
      'take-snapshot',
      'look-up',
    ]);
  });
});

describe('decide: when alerts are looked up', () => {
  const quota = (gate: Partial<Quota['gate']>, lookupAt: number): Quota => ({ ...aQuota([NOW + DAY], gate), lookupAt });
  const closed = (closedUntil: number) => ({ closedUntil, reason: 'unreachable' as const });

  it.each([
    { name: 'their pace', notBefore: NOW - 3, gate: closed(NOW - 1), lookupAt: NOW + 7, nextAt: NOW + 7 },
    { name: 'the gate', notBefore: NOW - 3, gate: closed(NOW + 8), lookupAt: NOW - 2, nextAt: NOW + 8 },
    { name: 'their next try', notBefore: NOW + 9, gate: closed(NOW - 1), lookupAt: NOW - 2, nextAt: NOW + 9 },
    { name: 'the latest of all', notBefore: NOW + 7, gate: closed(NOW + 8), lookupAt: NOW + 9, nextAt: NOW + 9 },
  ])('waits for $name', ({ notBefore, gate, lookupAt, nextAt }) => {
    expect(decisionOn([unresolved('a', { notBefore })], quota(gate, lookupAt))).toEqual({ tasks: [], nextAt });
  });

  it('is now where all of that is over this very moment, for those whose try has come', () => {
    const captures = [unresolved('a', { notBefore: NOW }), unresolved('b', { notBefore: NOW + 1 }), unresolved('c')];

    const { tasks } = decisionOn(captures, quota(closed(NOW), NOW));

    expect(tasks).toMatchObject([{ kind: 'look-up', captures: [{ id: 'a' }, { id: 'c' }] }]);
  });

  it('waits for the first of several that back off', () => {
    const captures = [unresolved('a', { notBefore: NOW + 9 }), unresolved('b', { notBefore: NOW + 5 })];

    expect(decisionOn(captures, quota({}, 0))).toEqual({ tasks: [], nextAt: NOW + 5 });
  });
});

describe('decide: until when nothing can be done', () => {
  const later = (testId: string, notBefore: number) => aCapture({ id: testId, testId, notBefore });

  it.each([
    { name: 'the first of several groups', slots: [0], captures: [later('1', NOW + 9), later('2', NOW + 5)], in: 5 },
    { name: 'the slot, which is free later', slots: [NOW + 7], captures: [later('1', NOW + 5)], in: 7 },
    { name: 'the group, which is ready later', slots: [NOW + 7], captures: [later('1', NOW + 9)], in: 9 },
    {
      name: 'the look at a test in hand, whatever else waits',
      slots: [NOW + MINUTE],
      captures: [
        aCapture({ id: 'a', state: 'claimed', leaseUntil: NOW + MINUTE }),
        aCapture({ id: 'b' }),
        later('2', 0),
      ],
      in: 2500,
    },
    {
      name: 'more of those that a snapshot serves, before the next slot',
      slots: [NOW + MINUTE],
      captures: [aCapture({ id: 'b' }), aSource(aSnapshot(), { leaseUntil: NOW + MINUTE }), later('2', 0)],
      in: 5 * SECOND,
    },
    {
      name: 'the hold of a failure, and a second more',
      slots: [0],
      captures: [aFailed({ id: 'f', failure: { code: 'gave_up', detail: '' }, leaseUntil: NOW + 10 })],
      in: 10 + SECOND,
    },
  ])('is until $name', ({ slots, captures, in: waitMs }) => {
    expect(decisionOn(captures, aQuota(slots))).toEqual({ tasks: [], nextAt: NOW + waitMs });
  });

  it('does not ask for the topic where nothing waits to be told', () => {
    const quota: Quota = { ...aQuota([NOW + MINUTE]), topic: { releaseAt: NOW + 3, toldAt: {} } };

    expect(decisionOn([aCapture()], quota)).toEqual({ tasks: [], nextAt: NOW + MINUTE });
  });
});
