import { describe, expect, it } from 'vitest';
import type { CaptureFields } from '../../lib/captures/capture-fields.ts';
import {
  announce,
  backOff,
  cancel,
  claim,
  covered,
  create,
  fail,
  follow,
  gather,
  ignore,
  join,
  leaveLeader,
  putBack,
  putBackAlone,
  putBackAsTried,
  renewLease,
  resolve,
  sendAgain,
  reuse,
  endWith,
  withDoubt,
} from '../../lib/captures/transitions.ts';
import {
  A_UUID,
  aCapture,
  aFailed,
  anAlert,
  aSnapshot,
  aSource,
  type CaptureOverrides,
  NOW,
  without,
} from '../support/factories.ts';

const LEASE = NOW + 30_000;
const FAILURE = { code: 'rejected', detail: '400 Bad Request' } as const;
const NO_TEST = { code: 'no_test', detail: 'none' } as const;
const COVERS = [{ captureId: 'follower', severity: 'minor' }] as const;

const aPending = (overrides: CaptureOverrides = {}) => aCapture({ version: 3, attempts: 1, ...overrides });
const aClaimed = (overrides: CaptureOverrides = {}) =>
  aCapture({ version: 3, attempts: 1, state: 'claimed', leaseUntil: NOW, mergedInto: 'leader', ...overrides });
const aCreated = (overrides: CaptureOverrides = {}) =>
  aCapture({ version: 3, state: 'created', snapshot: aSnapshot(), leaseUntil: NOW, ...overrides });
const aFailure = (overrides: Omit<CaptureOverrides, 'announcedAt'> = {}) =>
  aFailed({ version: 3, failure: FAILURE, leaseUntil: NOW, ...overrides });

/** A step with a start in its required state; the test adds the fields that it is about. */
type Step = (overrides: CaptureOverrides) => readonly [before: CaptureFields, after: CaptureFields];
const from =
  <Before extends CaptureFields>(
    make: (overrides: CaptureOverrides) => Before,
    step: (before: Before) => CaptureFields,
  ): Step =>
  (overrides) => {
    const before = make(overrides);
    return [before, step(before)];
  };

const STEPS: readonly { readonly name: string; readonly step: Step }[] = [
  { name: 'claim', step: from(aPending, (capture) => claim(capture, LEASE)) },
  { name: 'follow', step: from(aPending, (capture) => follow(capture, aCapture(), LEASE)) },
  { name: 'putBack', step: from(aClaimed, putBack) },
  { name: 'putBackAsTried', step: from(aClaimed, (capture) => putBackAsTried(capture, NOW)) },
  { name: 'putBackAlone', step: from(aClaimed, (capture) => putBackAlone(capture, '400')) },
  { name: 'backOff', step: from(aClaimed, (capture) => backOff(capture, NOW)) },
  { name: 'resolve', step: from(aClaimed, (capture) => resolve(capture, '1', {})) },
  { name: 'create', step: from(aClaimed, (capture) => create(capture, aSnapshot(), [], LEASE)) },
  { name: 'reuse', step: from(aPending, (capture) => reuse(capture, aSource(), [], LEASE)) },
  { name: 'fail', step: from(aClaimed, (capture) => fail(capture, FAILURE, [], LEASE)) },
  { name: 'renewLease', step: from(aCreated, (capture) => renewLease(capture, LEASE)) },
  { name: 'announce a link', step: from(aCreated, (capture) => announce(capture, NOW)) },
  { name: 'announce a failure', step: from(aFailure, (capture) => announce(capture, NOW)) },
  { name: 'endWith', step: from(aClaimed, (capture) => endWith(capture, aSource(), NOW)) },
  { name: 'ignore', step: from(aClaimed, (capture) => ignore(capture, NO_TEST, NOW)) },
  { name: 'cancel', step: from(aPending, (capture) => cancel(capture, 'anna')) },
  { name: 'join', step: from(aFailure, (capture) => join(capture, aCapture(), LEASE)) },
  { name: 'gather', step: from(aFailure, (capture) => gather(capture, [aFailure()])) },
  { name: 'leaveLeader', step: from(aFailure, leaveLeader) },
  {
    name: 'sendAgain',
    step: (overrides) => {
      const before = aCapture({ version: 3, state: 'failed', failure: FAILURE, ...overrides, announcedAt: NOW });
      return [before, sendAgain({ ...before, announcedAt: NOW, endedAt: undefined }, NOW, 'anna')];
    },
  },
];

describe('transitions: every step', () => {
  it.each(STEPS)('keeps a field that a newer version wrote: $name', ({ step }) => {
    const newer: CaptureOverrides & Record<string, unknown> = { windowKind: 'of a newer version' };

    const [, after] = step(newer);

    expect(after).toMatchObject(newer);
  });

  it.each(STEPS)('counts the version once and leaves the version before as it was: $name', ({ step }) => {
    const [before, after] = step({});
    const [untouched] = step({});

    expect(after.version).toBe(4);
    expect(before).toEqual(untouched);
  });
});

describe('transitions: what is over', () => {
  const inHand = { leaseUntil: NOW, mergedInto: 'leader', notBefore: NOW };

  it.each([
    { name: 'claim', after: claim(aPending(inHand), LEASE), drops: ['mergedInto', 'notBefore'] },
    { name: 'putBack', after: putBack(aClaimed(inHand)), drops: ['leaseUntil', 'mergedInto'] },
    { name: 'backOff', after: backOff(aClaimed(inHand), LEASE), drops: ['leaseUntil', 'mergedInto'] },
    { name: 'resolve', after: resolve(aClaimed(inHand), '1', {}), drops: ['leaseUntil', 'mergedInto'] },
    { name: 'create', after: create(aClaimed(inHand), aSnapshot(), [], LEASE), drops: ['mergedInto'] },
    { name: 'reuse', after: reuse(aPending(inHand), aSource(), [], LEASE), drops: ['mergedInto', 'notBefore'] },
    { name: 'fail', after: fail(aClaimed(inHand), FAILURE, [], LEASE), drops: ['mergedInto', 'notBefore'] },
    { name: 'announce a link', after: announce(aCreated(inHand), NOW), drops: ['leaseUntil'] },
    { name: 'announce a failure', after: announce(aFailure(inHand), NOW), drops: ['leaseUntil'] },
    { name: 'endWith', after: endWith(aClaimed(inHand), aSource(), NOW), drops: ['leaseUntil', 'notBefore'] },
    { name: 'ignore', after: ignore(aClaimed(inHand), NO_TEST, NOW), drops: ['leaseUntil', 'mergedInto', 'notBefore'] },
    { name: 'cancel', after: cancel(aPending(inHand), 'anna'), drops: ['leaseUntil', 'mergedInto', 'notBefore'] },
  ])('stays behind: $name', ({ after, drops }) => {
    for (const field of drops) expect(after).not.toHaveProperty(field, inHand[field as keyof typeof inHand]);
  });
});

describe('transitions: a pending capture', () => {
  it('is claimed with one attempt charged and a lease, its waiting over', () => {
    const next = claim(aPending({ notBefore: NOW }), LEASE);

    expect(next).toEqual(without(aClaimed({ version: 4, attempts: 2, leaseUntil: LEASE }), 'mergedInto'));
  });

  it('follows its leader with the same charge', () => {
    const next = follow(aPending(), aCapture({ id: 'leader' }), LEASE);

    expect(next).toEqual(aClaimed({ version: 4, attempts: 2, leaseUntil: LEASE }));
  });

  it('is created by reuse with the link of its source and no attempt charged', () => {
    const source = aSource();

    const next = reuse(aPending({ notBefore: NOW }), source, [], LEASE);

    expect(next).toEqual(
      aCreated({ version: 4, attempts: 1, snapshot: source.snapshot, reusedFrom: 'source', leaseUntil: LEASE }),
    );
  });
});

describe('transitions: a follower whose lease is renewed', () => {
  it('keeps its leader', () => {
    expect(renewLease(aClaimed(), LEASE)).toEqual(aClaimed({ version: 4, leaseUntil: LEASE }));
  });
});

describe('transitions: a claimed capture', () => {
  it('is put back as if it had not been claimed', () => {
    const pending = aPending();

    const next = putBack(follow(pending, aCapture({ id: 'leader' }), LEASE));

    expect(next).toEqual({ ...pending, version: 5 });
  });

  it('is put back with the time of its try, where that closed the gate', () => {
    const pending = aPending();

    expect(putBackAsTried(claim(pending, LEASE), NOW)).toEqual({ ...pending, version: 5, triedAt: NOW });
  });

  it('is put back to be tried alone, with how it was refused', () => {
    const pending = aPending();

    expect(putBackAlone(claim(pending, LEASE), '400')).toEqual({ ...pending, version: 5, alone: true, refusal: '400' });
  });

  it('is never put back with less than no attempt', () => {
    const next = putBack(aClaimed({ attempts: 0 }));

    expect(next.attempts).toBe(0);
  });

  it('backs off with its attempt spent', () => {
    const next = backOff(aClaimed({ attempts: 2 }), NOW + 9);

    expect(next).toEqual(aPending({ version: 4, attempts: 2, notBefore: NOW + 9 }));
  });

  it('keeps its mark of a possible duplicate up to its end', () => {
    const created = create(withDoubt(aClaimed()), aSnapshot(), [], LEASE);

    const published = announce(created, NOW);

    expect(published.possibleDuplicate).toBe(true);
  });

  it.each([{ covers: [] }, { covers: COVERS }])(
    'is created with its link and $covers.length followers',
    ({ covers }) => {
      const snapshot = aSnapshot();

      const next = create(aClaimed(), snapshot, covers, LEASE);

      const expected = aCreated({ version: 4, attempts: 1, snapshot, leaseUntil: LEASE });
      expect(next).toEqual(covers.length === 0 ? expected : { ...expected, covers });
    },
  );

  it.each([{ covers: [] }, { covers: COVERS }])('fails with its reason and $covers.length followers', ({ covers }) => {
    const next = fail(aClaimed(), FAILURE, covers, LEASE);

    const expected = aFailure({ version: 4, attempts: 1, leaseUntil: LEASE });
    expect(next).toEqual(covers.length === 0 ? expected : { ...expected, covers });
  });
});

describe('transitions: a capture whose test was looked up', () => {
  const alert = without(anAlert({ severity: 'unknown' }), 'testId', 'ruleId');
  const { testId: _testId, ...waiting } = aClaimed({ attempts: 3, severity: 'unknown', alert });

  it('is pending with its test and attempts of its own', () => {
    const next = resolve(waiting, '99', {});

    expect(next).toMatchObject({ state: 'pending', testId: '99', attempts: 0, alert: { testId: '99' } });
    expect(next).not.toHaveProperty('leaseUntil');
  });

  it('knows what the look-up adds, and keeps what its payload said', () => {
    const next = resolve(waiting, '99', { ruleId: '7', alertType: 'http-server' });

    expect(next.alert).toMatchObject({ ruleId: '7', alertType: 'HTTP Server', alertId: A_UUID });
  });

  it.each([
    { own: 'unknown', found: 'critical', severity: 'critical' },
    { own: 'unknown', found: undefined, severity: 'unknown' },
    { own: 'minor', found: 'critical', severity: 'minor' },
  ] as const)('has the severity that is known: $own, looked up $found', ({ own, found, severity }) => {
    const next = resolve({ ...waiting, severity: own }, '99', found === undefined ? {} : { severity: found });

    expect(next.severity).toBe(severity);
  });
});

describe('transitions: a capture whose notice is out', () => {
  it('ends: created as published', () => {
    const next = announce(aCreated(), NOW);

    expect(next).toEqual(aCapture({ state: 'published', version: 4, snapshot: aSnapshot(), announcedAt: NOW }));
  });

  it('ends: failed as failed', () => {
    const next = announce(aFailure(), NOW);

    expect(next).toEqual(aCapture({ state: 'failed', version: 4, failure: FAILURE, announcedAt: NOW }));
  });

  it('has a new lease and nothing else while it is announced again', () => {
    const next = renewLease(aFailure(), LEASE);

    expect(next).toEqual(aFailure({ version: 4, leaseUntil: LEASE }));
  });
});

describe('transitions: a failed capture that is sent again', () => {
  it('is pending with all of its attempts, and has nothing left of its failure', () => {
    const failed = {
      ...aCapture({ state: 'failed' }),
      version: 5,
      attempts: 4,
      failure: FAILURE,
      announcedAt: NOW,
      endedAt: undefined,
      covers: [],
      mergedInto: 'leader',
      possibleDuplicate: true,
    } as const;

    const next = sendAgain(failed, NOW + 1, 'anna');

    expect(next).toEqual(
      aCapture({
        state: 'pending',
        version: 6,
        attempts: 0,
        sentAgainAt: NOW + 1,
        requestedBy: 'anna',
        possibleDuplicate: true,
      }),
    );
  });
});

describe('transitions: a capture that nobody is told of', () => {
  it('ends ignored, with the reason', () => {
    const ended = ignore(aClaimed(), NO_TEST, NOW);

    expect(ended).toEqual(aCapture({ state: 'ignored', version: 4, attempts: 1, endedAt: NOW, failure: NO_TEST }));
  });
});

describe('transitions: a capture that an operator cancels', () => {
  const failure = { code: 'cancelled', detail: 'an operator cancelled it' } as const;

  it('is in nobody’s hands until that is told, and ends cancelled then', () => {
    const next = cancel(aPending({ notBefore: NOW }), 'anna');

    expect(next).toEqual(
      aCapture({ state: 'failed', version: 4, attempts: 1, failure, leaseUntil: 0, cancelledBy: 'anna' }),
    );
    expect(announce(next, NOW)).toEqual(
      aCapture({ state: 'cancelled', version: 5, attempts: 1, failure, endedAt: NOW, cancelledBy: 'anna' }),
    );
  });

  it('may be sent again like one that has failed', () => {
    const cancelled = announce(cancel(aPending(), 'anna'), NOW);
    if (cancelled.state !== 'cancelled') throw new Error('it is told');

    expect(sendAgain(cancelled, NOW + 1, 'ben')).toEqual(
      aCapture({ state: 'pending', version: 6, attempts: 0, sentAgainAt: NOW + 1, requestedBy: 'ben' }),
    );
  });
});

describe('transitions: failures that are told together', () => {
  it('join a leader, which covers them and is in nobody’s hands then', () => {
    const leader = aFailure({ id: 'leader' });
    const follower = join(aFailure({ id: 'follower', possibleDuplicate: true }), leader, LEASE);

    expect(follower).toMatchObject({ state: 'failed', mergedInto: 'leader', leaseUntil: LEASE });
    expect(gather(leader, [follower])).toMatchObject({
      state: 'failed',
      leaseUntil: 0,
      covers: [{ captureId: 'follower' }],
      possibleDuplicate: true,
    });
  });

  it('end with it, each for its own reason', () => {
    const own = { code: 'gave_up', detail: 'waiting since noon' } as const;
    const follower = join(aFailure({ failure: own }), { id: 'leader' }, LEASE);

    expect(endWith(follower, aFailure({ id: 'leader' }), NOW)).toMatchObject({
      state: 'failed',
      failure: own,
      mergedInto: 'leader',
      announcedAt: NOW,
    });
  });

  it('are told on their own where no leader covers them', () => {
    const next = leaveLeader(join(aFailure(), { id: 'leader' }, LEASE));

    expect(next).toMatchObject({ state: 'failed', leaseUntil: 0 });
    expect(next).not.toHaveProperty('mergedInto');
  });
});

describe('transitions: a follower', () => {
  it('ends published with its leader’s link', () => {
    const leader = aSource(aSnapshot(), { id: 'leader', possibleDuplicate: true });

    const next = endWith(aClaimed(), leader, NOW);

    const { snapshot } = leader;
    expect(next).toEqual(
      aCapture({
        state: 'published',
        version: 4,
        attempts: 1,
        mergedInto: 'leader',
        announcedAt: NOW,
        snapshot,
        possibleDuplicate: true,
      }),
    );
  });

  it('ends failed with its leader’s reason', () => {
    const next = endWith(aClaimed(), aFailure({ id: 'leader' }), NOW);

    expect(next).toEqual(
      aCapture({
        state: 'failed',
        version: 4,
        attempts: 1,
        mergedInto: 'leader',
        announcedAt: NOW,
        failure: FAILURE,
      }),
    );
  });

  it('cannot end with a leader that has not come to anything', () => {
    expect(() => endWith(aClaimed(), aPending({ id: 'leader' }), NOW)).toThrow('neither a snapshot nor a failure');
  });

  it.each([
    { name: 'with its alert', capture: aCapture({ id: 'a' }), alert: { alert: without(anAlert(), 'testName') } },
    {
      name: 'with its texts bounded',
      capture: aCapture({ id: 'a', alert: anAlert({ ruleName: 'r'.repeat(1000) }) }),
      alert: { alert: without(anAlert({ ruleName: `${'r'.repeat(297)}...` }), 'testName') },
    },
    { name: 'without one', capture: without(aCapture({ id: 'a' }), 'alert'), alert: {} },
  ])('is told in its leader’s notice: $name', ({ capture, alert }) => {
    const told = covered(capture);

    expect(told).toEqual({ captureId: 'a', severity: 'major', ...alert });
  });
});
