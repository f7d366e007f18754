import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { membersOf } from '../../lib/planning/groups.ts';
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

const sightOf = (captures: readonly Capture[], quota: Quota = aQuota([0, 0]), rest: Partial<Sight> = {}): Sight =>
  aSight(captures, quota, rest);
const decisionOn = (sight: Sight, mayCall = true) => decide(sight, SETTINGS, mayCall, NOW);
const tasksOf = (sight: Sight, mayCall = true) =>
  decisionOn(sight, mayCall).tasks.map((task) => ({
    ...task,
    ...('capture' in task && { capture: task.capture.id }),
    ...('held' in task && { held: task.held.capture.id, until: task.held.until }),
    ...('reuse' in task && { reuse: membersOf(task.reuse).map(({ id }) => id) }),
    ...('members' in task && { members: membersOf(task.members).map(({ id }) => id) }),
    ...('captures' in task && { captures: task.captures.map(({ id }) => id) }),
    ...('group' in task && { group: task.group.leader.id }),
    ...('slot' in task && { slot: task.slot.index }),
  }));

const unresolved = (id: string) => without(aCapture({ id }), 'testId');

describe('decide: nothing is pending', () => {
  it('has nothing to do and nothing to wait for', () => {
    expect(decisionOn(sightOf([aCapture({ state: 'claimed', leaseUntil: NOW })]))).toEqual({ tasks: [] });
  });

  it('mends what was left in hand', () => {
    const left = { leaseUntil: NOW - MINUTE };
    const captures = [
      aCapture({ id: 'claimed', state: 'claimed', ...left }),
      aFailed({ id: 'joined', mergedInto: 'leader', ...left }),
    ];

    expect(tasksOf(sightOf(captures))).toEqual([
      { kind: 'recover', capture: 'claimed' },
      { kind: 'recover', capture: 'joined' },
    ]);
  });
});

describe('decide: messages wait', () => {
  const link = aCapture({ id: 'link', state: 'created', snapshot: aSnapshot(), receivedAt: NOW - SECOND });
  const topicAt = (releaseAt: number, toldAt: Record<string, number> = {}): Quota => ({
    ...aQuota([0, 0]),
    topic: { releaseAt, toldAt },
  });

  it('tells one where the topic has its turn, the oldest that nobody has told', () => {
    const older = aFailed({ id: 'older', receivedAt: NOW - MINUTE });

    expect(tasksOf(sightOf([link, older], topicAt(NOW)))).toEqual([{ kind: 'tell', captures: ['older', 'link'] }]);
  });

  it('waits for the turn where it has none', () => {
    expect(decisionOn(sightOf([link], topicAt(NOW + 300)))).toEqual({ tasks: [], nextAt: NOW + 300 });
  });

  it('leaves alone what another worker is telling', () => {
    expect(decisionOn(sightOf([{ ...link, leaseUntil: NOW }], topicAt(NOW)))).toEqual({ tasks: [] });
  });

  it('makes one of failures that are told together, and holds those that come within the hour', () => {
    const failure = { code: 'quarantined', detail: 'unknown' } as const;
    const failures = ['a', 'b'].map((id) => aFailed({ id, failure }));

    expect(tasksOf(sightOf(failures, topicAt(NOW)))).toEqual([{ kind: 'gather', members: ['a', 'b'] }]);
    expect(tasksOf(sightOf(failures, topicAt(NOW, { quarantined: NOW - MINUTE })))).toEqual([
      { kind: 'hold', held: 'a', until: NOW + 59 * MINUTE },
      { kind: 'hold', held: 'b', until: NOW + 59 * MINUTE },
    ]);
  });
});

describe('decide: the gate has just opened', () => {
  const asked = aCapture({ id: 'asked', testId: '1', severity: 'critical', triedAt: NOW - MINUTE });
  const other = aCapture({ id: 'other', testId: '2', severity: 'info' });

  it.each([
    { reason: 'unauthorized', first: 'other' },
    { reason: 'unavailable', first: 'other' },
    { reason: 'failing', first: 'other' },
    { reason: 'rate_limited', first: 'asked' },
  ] as const)(
    'makes one call, for whom was not asked since it closed, but after a 429: $reason',
    ({ reason, first }) => {
      const quota = aQuota([0, 0], { reason, strikes: 1, closedUntil: NOW - 1 });

      expect(tasksOf(sightOf([asked, other], quota))).toEqual([{ kind: 'take-snapshot', group: first, slot: 0 }]);
    },
  );
});

describe('decide: captures wait', () => {
  it('takes a snapshot for each free slot, and waits for the next where none is free', () => {
    const captures = ['a', 'b', 'c'].map((id, index) => aCapture({ id, testId: id, receivedAt: NOW - 3 + index }));

    expect(tasksOf(sightOf(captures))).toEqual([
      { kind: 'take-snapshot', group: 'a', slot: 0 },
      { kind: 'take-snapshot', group: 'b', slot: 1 },
    ]);
    expect(decisionOn(sightOf(captures, aQuota([NOW + 9, NOW + 5])))).toEqual({ tasks: [], nextAt: NOW + 5 });
  });

  it('hands out a snapshot that is there, without a slot', () => {
    const late = ['a', 'b'].map((id) => aCapture({ id, receivedAt: NOW - 5 * SECOND }));
    const source = aSource(aSnapshot({ hours: 4 }), { leaseUntil: NOW + MINUTE });

    expect(tasksOf(sightOf([...late, source], aQuota([NOW + MINUTE])))).toEqual([{ kind: 'reuse', reuse: ['a', 'b'] }]);
  });

  it('waits for more of them for a moment', () => {
    const captures = [aCapture({ id: 'late' }), aSource(aSnapshot(), { leaseUntil: NOW + MINUTE })];

    expect(decisionOn(sightOf(captures, aQuota([NOW + MINUTE])))).toEqual({ tasks: [], nextAt: NOW + 5 * SECOND });
  });

  it('gives up what waited too long, and takes no slot for it', () => {
    const captures = [aCapture({ id: 'old', receivedAt: NOW - 7 * DAY })];

    expect(tasksOf(sightOf(captures))).toMatchObject([{ kind: 'fail', group: 'old', failure: { code: 'gave_up' } }]);
  });

  it('looks soon again for the snapshot of a test that another worker has in hand', () => {
    const captures = [aCapture({ id: 'a', state: 'claimed', leaseUntil: NOW + MINUTE }), aCapture({ id: 'b' })];

    expect(decisionOn(sightOf(captures))).toEqual({ tasks: [], nextAt: NOW + 2500 });
  });

  it('makes no call where no time is left for one', () => {
    expect(decisionOn(sightOf([aCapture()]), false)).toEqual({ tasks: [], nextAt: 0 });
  });
});

describe('decide: what is read first', () => {
  const taken = { index: 0, releaseAt: NOW + MINUTE, takenAt: NOW - SECOND };
  const unclear = { ...aQuota([0, 0]), slots: [taken, { index: 1, releaseAt: 0 }] };

  it('is the test where a slot does not say what came of its call, once', () => {
    const captures = [aCapture({ id: 'a' })];

    expect(tasksOf(sightOf(captures, unclear))).toEqual([{ kind: 'read-test', testKey: '74411/3417721' }]);
    expect(tasksOf(sightOf(captures, unclear, { testsRead: new Set(['74411/3417721']) }))).toEqual([
      { kind: 'take-snapshot', group: 'a', slot: 1 },
    ]);
  });

  it('is the test of what has just arrived, slot or no slot', () => {
    const captures = [aCapture({ id: 'old', endDate: '2026-03-02T09:00:00Z' })];
    const none = aQuota([NOW + MINUTE]);

    expect(tasksOf(sightOf(captures, none))).toEqual([]);
    expect(tasksOf(sightOf(captures, none, { named: ['old'] }))).toEqual([
      { kind: 'read-test', testKey: '74411/3417721' },
    ]);
  });

  it('is the next page where only what stands further back would fill the slots: others may be before it', () => {
    const captures = [aCapture({ id: 'further back' })];
    const full = { isFull: true, testsRead: new Set(['74411/3417721']) };

    expect(tasksOf(sightOf(captures, aQuota([0]), { ...full, beyond: new Set(['further back']) }))).toEqual([
      { kind: 'read-on' },
    ]);
  });

  it('is the next page where free slots have no work, so many pages at most', () => {
    const captures = [unresolved('a')];
    const full = { isFull: true, testsRead: new Set(['74411/3417721']) };

    expect(tasksOf(sightOf(captures, aQuota([0]), full))).toEqual([{ kind: 'read-on' }]);
    expect(tasksOf(sightOf([aCapture({ id: 'b' })], aQuota([0]), full))).toMatchObject([{ kind: 'take-snapshot' }]);
    expect(tasksOf(sightOf(captures, aQuota([0]), { ...full, pages: 20 }))).toMatchObject([{ kind: 'look-up' }]);
  });
});

describe('decide: the gate opens again', () => {
  const quota = (strikes: number, closedUntil = NOW) => aQuota([0, 0, 0], { strikes, closedUntil });

  it.each([
    {
      name: 'a snapshot',
      captures: [aCapture({ id: 'a', testId: '1' }), aCapture({ id: 'b', testId: '2' }), unresolved('c')],
    },
    { name: 'a look-up', captures: [unresolved('c'), unresolved('d')] },
  ])('one call goes ahead: $name', ({ captures }) => {
    const [first, ...others] = tasksOf(sightOf(captures, quota(1)));

    expect(others).toEqual([]);
    expect(first).toMatchObject(
      captures.length === 3 ? { kind: 'take-snapshot', group: 'a' } : { kind: 'look-up', captures: ['c'] },
    );
  });

  it('all go where it never was closed, three look-ups at most', () => {
    const captures = [aCapture({ id: 'a' }), ...['c', 'd', 'e', 'f'].map(unresolved)];

    expect(tasksOf(sightOf(captures, quota(0, 0)))).toEqual([
      { kind: 'take-snapshot', group: 'a', slot: 0 },
      { kind: 'look-up', captures: ['c', 'd', 'e'] },
    ]);
  });

  it('none goes as long as it is closed', () => {
    expect(decisionOn(sightOf([unresolved('c'), aCapture()], quota(1, NOW + SECOND)))).toEqual({
      tasks: [],
      nextAt: NOW + SECOND,
    });
  });
});
