import { describe, expect, it } from 'vitest';
import { announce } from '../../lib/captures/announcing.ts';
import { withDoubt } from '../../lib/captures/doubt.ts';
import {
  backOff,
  cancel,
  claim,
  create,
  fail,
  follow,
  ignore,
  putBack,
  putBackAlone,
  putBackAsTried,
  resolve,
  sendAgain,
  reuse,
} from '../../lib/captures/transitions.ts';
import { A_UUID, aCapture, anAlert, aSnapshot, aSource, NOW, without } from '../support/factories.ts';
import { LEASE, FAILURE, NO_TEST, COVERS, aPending, aClaimed, aCreated, aFailure } from '../support/step-starts.ts';

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
