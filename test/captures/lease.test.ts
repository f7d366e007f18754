import { describe, expect, it } from 'vitest';
import { renewLease } from '../../lib/captures/lease.ts';
import { LEASE, aClaimed, aFailure } from '../support/step-starts.ts';

describe('lease: a follower whose lease is renewed', () => {
  it('keeps its leader', () => {
    expect(renewLease(aClaimed(), LEASE)).toEqual(aClaimed({ version: 4, leaseUntil: LEASE }));
  });
});

describe('lease: a failed capture that is announced again', () => {
  it('has a new lease and nothing else', () => {
    const next = renewLease(aFailure(), LEASE);

    expect(next).toEqual(aFailure({ version: 4, leaseUntil: LEASE }));
  });
});
