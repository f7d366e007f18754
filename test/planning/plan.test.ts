import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { type Group, MAX_FOLLOWERS, type Members, membersOf, windowOfGroup } from '../../lib/planning/groups.ts';
import { planCaptures } from '../../lib/planning/plan.ts';
import { toSecond, WINDOW_HOURS, windowEndingAt } from '../../lib/captures/window.ts';
import { aCapture, aSnapshot, aSource, DAY, HOUR, MINUTE, NOW, SECOND, without } from '../support/factories.ts';

const TERMS = { reuseMs: 60 * SECOND, groupMs: 0 };

const membersIds = (members: Members<Capture>): string[] => membersOf(members).map(({ id }) => id);
const idsOf = (group: Group): string[] => membersIds(group);
const groupsOf = (captures: readonly Capture[]): string[][] => planCaptures(captures, TERMS, NOW).groups.map(idsOf);

describe('plan: one capture', () => {
  it('becomes a group of its own with its own range', () => {
    const capture = aCapture({ id: 'a' });

    const { groups, reuses } = planCaptures([capture], TERMS, NOW);

    expect(reuses).toEqual([]);
    expect(groups).toEqual([
      {
        leader: capture,
        followers: [],
        readyAt: 0,
        isBusy: false,
      },
    ]);
  });

  it.each(['claimed', 'created', 'published', 'failed'] as const)('has no place in the plan while %s', (state) => {
    const plan = planCaptures([aCapture({ state })], TERMS, NOW);

    expect(plan).toEqual({ reuses: [], groups: [], sleepers: [] });
  });

  it('has no place in the plan as long as its test is unknown', () => {
    const plan = planCaptures([without(aCapture(), 'testId')], TERMS, NOW);

    expect(plan).toEqual({ reuses: [], groups: [], sleepers: [] });
  });
});

describe('plan: two captures of one test', () => {
  it.each([
    { apartMinutes: 0, hours: 2 },
    { apartMinutes: 1, hours: 4 },
    { apartMinutes: 120, hours: 4 },
    { apartMinutes: 121, hours: 6 },
    { apartMinutes: 600, hours: 12 },
    { apartMinutes: 601, hours: 24 },
    { apartMinutes: 46 * 60, hours: 48 },
  ])(
    'become one group with the smallest range that covers both: $apartMinutes min apart, $hours h',
    ({ apartMinutes, hours }) => {
      const older = aCapture({ id: 'older', receivedAt: NOW - apartMinutes * MINUTE });
      const newer = aCapture({ id: 'newer' });

      const { groups } = planCaptures([newer, older], TERMS, NOW);

      expect(groups.map(idsOf)).toEqual([apartMinutes === 0 ? ['newer', 'older'] : ['older', 'newer']]);
      expect(groups.map(windowOfGroup)).toEqual([windowEndingAt(NOW, hours as 2)]);
    },
  );

  it('stay apart where not even 48 hours cover both, the later one for a later plan', () => {
    const older = aCapture({ id: 'older', receivedAt: NOW - 46 * HOUR - SECOND });
    const newer = aCapture({ id: 'newer' });

    const groups = groupsOf([newer, older]);

    expect(groups).toEqual([['older']]);
  });

  it('wait with one that is to be tried later: their test is broken for a while', () => {
    const captures = [aCapture({ id: 'a', notBefore: NOW + 2 }), aCapture({ id: 'b' }), aCapture({ id: 'c' })];

    const { groups } = planCaptures(captures, TERMS, NOW);

    expect(groups.map(idsOf)).toEqual([['a', 'b', 'c']]);
    expect(groups[0]?.readyAt).toBe(NOW + 2);
  });

  it('are ready when the last of them is, where all are to be tried later', () => {
    const captures = [aCapture({ id: 'a', notBefore: NOW + 5 }), aCapture({ id: 'b', notBefore: NOW + 2 })];

    const { groups } = planCaptures(captures, TERMS, NOW);

    expect(groups.map(({ readyAt }) => readyAt)).toEqual([NOW + 5]);
  });

  it('wait while one of them is in the hands of a worker', () => {
    const captures = [aCapture({ id: 'a', state: 'claimed', leaseUntil: NOW + MINUTE }), aCapture({ id: 'b' })];

    const { groups } = planCaptures(captures, TERMS, NOW);

    expect(groups).toMatchObject([{ readyAt: NOW + MINUTE, isBusy: true }]);
  });

  it('wait for no worker whose lease is over this very moment', () => {
    const captures = [aCapture({ id: 'a', state: 'claimed', leaseUntil: NOW }), aCapture({ id: 'b' })];

    expect(planCaptures(captures, TERMS, NOW).groups).toMatchObject([{ readyAt: NOW, isBusy: false }]);
  });

  it('wait for no worker that tells of a snapshot of theirs, which does not serve them', () => {
    const told = aSource(aSnapshot({ hours: 1 }), { leaseUntil: NOW + MINUTE });

    expect(planCaptures([told, aCapture({ id: 'b' })], TERMS, NOW).groups).toMatchObject([
      { readyAt: 0, isBusy: false },
    ]);
  });

  it('wait for no worker that has another test in hand', () => {
    const other = aCapture({ id: 'a', testId: '9', state: 'claimed', leaseUntil: NOW + MINUTE });

    expect(planCaptures([other, aCapture({ id: 'b' })], TERMS, NOW).groups).toMatchObject([
      { readyAt: 0, isBusy: false },
    ]);
  });

  it.each([
    { name: 'the last', leases: [SECOND, MINUTE] },
    { name: 'the first', leases: [MINUTE, SECOND] },
  ])('wait for the longest lease where several are in the hands of workers: $name', ({ leases }) => {
    const claimed = leases.map((ms, index) => aCapture({ id: `a${index}`, state: 'claimed', leaseUntil: NOW + ms }));

    const { groups } = planCaptures([...claimed, aCapture({ id: 'b' })], TERMS, NOW);

    expect(groups).toMatchObject([{ readyAt: NOW + MINUTE, isBusy: true }]);
  });

  it('stand on their own where a call for their group was refused', () => {
    const captures = [aCapture({ id: 'a', alone: true }), aCapture({ id: 'b', alone: true }), aCapture({ id: 'c' })];

    const { groups } = planCaptures(captures, TERMS, NOW);

    expect(groups.map(idsOf)).toEqual([['a'], ['b'], ['c']]);
  });

  it('are led by the one whose turn is first', () => {
    const captures = [aCapture({ id: 'a', severity: 'info' }), aCapture({ id: 'b', severity: 'critical' })];

    const groups = groupsOf(captures);

    expect(groups).toEqual([['b', 'a']]);
  });
});

describe('plan: the window of one capture', () => {
  it('is its own, even where that has no allowed length', () => {
    const leader = aCapture({ startDate: '2026-03-02T07:00:00Z', endDate: '2026-03-02T10:00:00Z' });

    expect(windowOfGroup({ leader, followers: [] })).toEqual({
      startDate: '2026-03-02T07:00:00Z',
      endDate: '2026-03-02T10:00:00Z',
    });
  });
});

describe('plan: captures that belong to different snapshots', () => {
  it.each([
    { name: 'two tests', first: { testId: '1' }, second: { testId: '2' } },
    { name: 'two account groups', first: { aid: '1' }, second: { aid: '2' } },
    {
      name: 'ids that read the same when joined',
      first: { aid: '1', testId: '11' },
      second: { aid: '11', testId: '1' },
    },
  ])('become a group each: $name', ({ first, second }) => {
    const groups = groupsOf([aCapture({ id: 'a', ...first }), aCapture({ id: 'b', ...second })]);

    expect(groups).toEqual([['a'], ['b']]);
  });

  it('become a group each: an account group and the default one', () => {
    const groups = groupsOf([aCapture({ id: 'a' }), without(aCapture({ id: 'b' }), 'aid')]);

    expect(groups).toEqual([['a'], ['b']]);
  });

  it('are in the order of turns: manual, by severity, schedule, oldest first', () => {
    const captures = [
      aCapture({ id: 'schedule', testId: '1', reason: 'schedule', severity: 'unknown' }),
      aCapture({ id: 'minor', testId: '2', severity: 'minor' }),
      aCapture({ id: 'critical', testId: '3', severity: 'critical' }),
      aCapture({ id: 'critical before', testId: '4', severity: 'critical', receivedAt: NOW - 1 }),
      aCapture({ id: 'manual', testId: '5', reason: 'manual', severity: 'unknown' }),
      aCapture({ id: 'minor an hour ago', testId: '6', severity: 'minor', receivedAt: NOW - HOUR - 2 }),
    ];

    const groups = groupsOf(captures);

    expect(groups.flat()).toEqual(['manual', 'critical before', 'critical', 'minor an hour ago', 'minor', 'schedule']);
  });
});

describe('plan: more captures of one test than one message can tell', () => {
  it('become a leader with at most that many followers, the first in turn', () => {
    const captures = Array.from({ length: MAX_FOLLOWERS + 10 }, (_, index) =>
      aCapture({ id: `${index}`, receivedAt: NOW + index }),
    );

    const groups = groupsOf(captures.toReversed());

    expect(groups).toEqual([captures.slice(0, MAX_FOLLOWERS + 1).map(({ id }) => id)]);
  });

  it('take those along whose windows start first and end last, so that one snapshot shows the windows of all', () => {
    const captures = Array.from({ length: 2 * MAX_FOLLOWERS }, (_, index) =>
      aCapture({ id: `${index}`, receivedAt: NOW + index * SECOND }),
    );

    const [members] = groupsOf(captures);

    const inTurn = captures.slice(0, MAX_FOLLOWERS).map(({ id }) => id);
    expect(members).toEqual([...inTurn, captures.at(-1)?.id]);
  });
});

describe('plan: a snapshot of the test exists', () => {
  it.each([
    { name: 'ends with the capture', endsAt: NOW },
    { name: 'ends less than the reuse time before', endsAt: NOW - TERMS.reuseMs + SECOND, hours: 4 },
    { name: 'begins before and ends after', endsAt: NOW + HOUR, hours: 4 },
  ] as const)('and serves the capture: $name', ({ endsAt, ...length }) => {
    const source = aSource(aSnapshot({ endsAt, ...length }));
    const capture = aCapture({ id: 'late' });

    const plan = planCaptures([capture, source], TERMS, NOW);

    expect(plan).toEqual({
      reuses: [{ leader: capture, followers: [], source, readyAt: NOW + 5 * SECOND }],
      groups: [],
      sleepers: [],
    });
  });

  it.each([
    { name: 'ends the reuse time before', snapshot: aSnapshot({ endsAt: NOW - TERMS.reuseMs, hours: 4 }), source: {} },
    { name: 'begins after the capture begins', snapshot: aSnapshot({ hours: 1 }), source: {} },
    { name: 'is of another account group', snapshot: aSnapshot(), source: { aid: '74412' } },
    { name: 'is of another test', snapshot: aSnapshot(), source: { testId: '3417722' } },
    { name: 'has no link', snapshot: without(aSnapshot(), 'link'), source: {} },
    { name: 'is reused itself', snapshot: aSnapshot(), source: { reusedFrom: 'another' } },
    { name: 'is its leader’s', snapshot: aSnapshot(), source: { mergedInto: 'another' } },
  ] as const)('and does not serve the capture: it $name', ({ snapshot, source }) => {
    const capture = aCapture({ id: 'late' });

    const { reuses, groups } = planCaptures([capture, aSource(snapshot, source)], TERMS, NOW);

    expect(reuses).toEqual([]);
    expect(groups.map(idsOf)).toEqual([['late']]);
  });

  it('and serves with a reuse time of 0 what it shows all of, and nothing that ends later', () => {
    // A capture with an exactly equal window once took a slot of its own.
    const equal = aCapture({ id: 'equal' });
    const later = aCapture({ id: 'later', ...windowEndingAt(NOW + SECOND, 1) });

    const { reuses } = planCaptures([equal, later, aSource()], { ...TERMS, reuseMs: 0 }, NOW);

    expect(reuses.map(membersIds)).toEqual([['equal']]);
  });

  it('and serves some, the others are merged', () => {
    const early = ['a', 'b'].map((id) => aCapture({ id }));
    const late = ['c', 'd'].map((id) => aCapture({ id, receivedAt: NOW + 10 * MINUTE }));

    const { reuses, groups } = planCaptures([...late, ...early, aSource()], TERMS, NOW);

    expect(reuses.map(membersIds)).toEqual([['a', 'b']]);
    expect(groups.map(idsOf)).toEqual([['c', 'd']]);
  });
});

describe('plan: one message for several that a snapshot serves', () => {
  const at = (seconds: number, id: string) => aCapture({ id, receivedAt: NOW + seconds * SECOND });
  const source = aSource(aSnapshot({ endsAt: NOW, hours: 4 }));
  const readyAtOf = (captures: readonly Capture[]) =>
    planCaptures([...captures, source], TERMS, NOW).reuses.map(({ readyAt }) => readyAt);

  it.each([
    { name: 'five seconds after the last of them', seconds: [0, 2, 4], ready: 9 },
    { name: 'twenty seconds after the first at most', seconds: [0, 4, 8, 12, 16, 19], ready: 20 },
  ])('goes out $name', ({ seconds, ready }) => {
    expect(readyAtOf(seconds.map((second) => at(second, `${second}`)))).toEqual([NOW + ready * SECOND]);
  });

  it.each([
    { name: 'a person asked for one of them', captures: [at(0, 'a'), { ...at(1, 'b'), reason: 'manual' as const }] },
    { name: 'the last of them was sent again', captures: [at(0, 'a'), { ...at(1, 'b'), sentAgainAt: NOW }] },
    { name: 'one of them was sent again', captures: [{ ...at(0, 'a'), sentAgainAt: NOW }] },
    { name: 'it can tell of no more', captures: Array.from({ length: MAX_FOLLOWERS + 1 }, (_, i) => at(0, `${i}`)) },
  ])('goes out at once where $name', ({ captures }) => {
    expect(readyAtOf(captures)).toEqual([0]);
  });

  it('is one for each snapshot, and more where one cannot tell of all', () => {
    const many = Array.from({ length: MAX_FOLLOWERS + 3 }, (_, index) => at(0, `a${index}`));
    const other = { ...at(0, 'b'), testId: '9' };
    const of9 = aSource(aSnapshot(), { id: 'of 9', testId: '9' });

    const { reuses } = planCaptures([...many, other, source, of9], TERMS, NOW);

    expect(reuses.map((reuse) => [reuse.source.id, membersOf(reuse).length])).toEqual([
      ['source', MAX_FOLLOWERS + 1],
      ['source', 2],
      ['of 9', 1],
    ]);
  });
});

describe('plan: any captures in any order', () => {
  const anyCapture = fc
    .record({
      testId: fc.constantFrom('1', '2', '3'),
      aid: fc.constantFrom('10', '20'),
      minutes: fc.integer({ min: 0, max: 5 * 24 * 60 }),
      severity: fc.constantFrom('critical', 'minor', 'unknown'),
      reason: fc.constantFrom('alert', 'manual', 'schedule'),
    })
    .map(({ minutes, ...fields }) => aCapture({ ...fields, receivedAt: NOW - minutes * MINUTE }));
  const anyCaptures = fc
    .array(anyCapture, { maxLength: 20 })
    .map((captures) => captures.map((capture, index) => ({ ...capture, id: `${index}` })));

  it('give the same plan', () => {
    const twoOrders = anyCaptures.chain((captures) =>
      fc.tuple(fc.constant(captures), fc.shuffledSubarray(captures, { minLength: captures.length })),
    );

    fc.assert(
      fc.property(twoOrders, ([captures, shuffled]) => {
        expect(planCaptures(shuffled, TERMS, NOW)).toEqual(planCaptures(captures, TERMS, NOW));
      }),
    );
  });

  it('give every test one group, of an allowed range that covers every member', () => {
    fc.assert(
      fc.property(anyCaptures, (captures) => {
        const { groups } = planCaptures(captures, TERMS, NOW);

        const keys = groups.map(({ leader }) => `${leader.aid}/${leader.testId}`);
        expect(keys.toSorted()).toEqual([...new Set(captures.map(({ aid, testId }) => `${aid}/${testId}`))].toSorted());
        for (const group of groups) {
          const members = [group.leader, ...group.followers];
          const window = windowOfGroup(group);
          const hours = (Date.parse(window.endDate) - Date.parse(window.startDate)) / HOUR;
          expect(WINDOW_HOURS).toContain(hours);
          expect(members.every(({ startDate }) => startDate >= window.startDate)).toBe(true);
          expect(members.every(({ endDate }) => endDate <= window.endDate)).toBe(true);
        }
      }),
    );
  });
});

describe('plan: several snapshots serve a capture', () => {
  it('takes the same one whatever the order in which they were read', () => {
    const [first, second] = [aSource(aSnapshot(), { id: 'first' }), aSource(aSnapshot(), { id: 'second' })];

    const sources = [
      [first, second],
      [second, first],
    ].map((read) => planCaptures([aCapture(), ...read], TERMS, NOW).reuses[0]?.source.id);

    expect(sources).toEqual(['first', 'first']);
  });
});

describe('plan: a snapshot that serves a capture expires', () => {
  it.each([
    { name: 'in a day', lifetime: DAY, reused: 1 },
    { name: 'in less than a day', lifetime: DAY - 1000, reused: 0 },
    { name: 'before now', lifetime: -DAY, reused: 0 },
  ])('$name: it is reused $reused times', ({ lifetime, reused }) => {
    const source = aSource(aSnapshot({}, { expiresAt: toSecond(NOW + lifetime) }));

    const { reuses } = planCaptures([aCapture(), source], TERMS, NOW);

    expect(reuses).toHaveLength(reused);
  });
});
