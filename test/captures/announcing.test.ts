import { describe, expect, it } from 'vitest';
import { announce, gather, join, leaveLeader, endWith } from '../../lib/captures/announcing.ts';
import { aCapture, aSnapshot, aSource, NOW } from '../support/factories.ts';
import { LEASE, FAILURE, aPending, aClaimed, aCreated, aFailure } from '../support/step-starts.ts';

describe('announcing: a capture whose notice is out', () => {
  it('ends: created as published', () => {
    const next = announce(aCreated(), NOW);

    expect(next).toEqual(aCapture({ state: 'published', version: 4, snapshot: aSnapshot(), announcedAt: NOW }));
  });

  it('ends: failed as failed', () => {
    const next = announce(aFailure(), NOW);

    expect(next).toEqual(aCapture({ state: 'failed', version: 4, failure: FAILURE, announcedAt: NOW }));
  });
});

describe('announcing: failures that are told together', () => {
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

describe('announcing: a follower', () => {
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
});
