import { describe, expect, it } from 'vitest';
import { closeMessage, gather, join } from '../../lib/captures/announcing.ts';
import { fail, putBackAlone, reuse, sendAgain } from '../../lib/captures/transitions.ts';
import { withDoubtOfAll } from '../../lib/captures/doubt.ts';
import { aCapture, aFailed, anAlert, aSnapshot, MINUTE, NOW, without } from '../support/factories.ts';

const LEASE = NOW + MINUTE;
const about = (captureId: string) => ({ captureId, severity: 'minor' as const });

describe('transitions: a failure in its teller’s hands', () => {
  it('tells of nobody who is not in its message by now', () => {
    const failed = aFailed({ version: 3, leaseUntil: NOW });

    expect(closeMessage(failed, LEASE)).toEqual({ ...failed, version: 4, leaseUntil: LEASE, covers: [] });
  });

  it('keeps those whom its message tells of', () => {
    const failed = aFailed({ version: 3, leaseUntil: NOW, covers: [about('b')] });

    expect(closeMessage(failed, LEASE)).toEqual({ ...failed, version: 4, leaseUntil: LEASE });
  });
});

describe('transitions: a failure that gathers others', () => {
  const leader = aFailed({ id: 'leader', version: 3, leaseUntil: NOW });

  it('covers those whom it covered before, and these', () => {
    const followers = [
      aFailed({ id: 'c', severity: 'critical' }),
      without(aFailed({ id: 'd', severity: 'info' }), 'alert'),
    ];

    expect(gather({ ...leader, covers: [about('b')] }, followers)).toEqual({
      ...leader,
      version: 4,
      leaseUntil: 0,
      covers: [
        about('b'),
        { captureId: 'c', severity: 'critical', alert: without(anAlert(), 'testName') },
        { captureId: 'd', severity: 'info' },
      ],
    });
  });

  it('is in nobody’s hands where none has joined, and its message stays open', () => {
    expect(gather(leader, [])).toEqual({ ...leader, version: 4, leaseUntil: 0 });
  });

  it('has those who join it wait for as long as it says', () => {
    const failed = aFailed({ id: 'b', version: 5, leaseUntil: NOW });

    expect(join(failed, leader, LEASE)).toEqual({ ...failed, version: 6, leaseUntil: LEASE, mergedInto: 'leader' });
  });
});

describe('transitions: the doubt of captures that share a notification', () => {
  const sure = aCapture({ id: 'sure' });
  const inDoubt = aCapture({ id: 'in doubt', possibleDuplicate: true });

  it.each([
    { name: 'one of its followers', leader: sure, followers: [sure, inDoubt], is: true },
    { name: 'the leader itself', leader: inDoubt, followers: [sure], is: true },
    { name: 'none of them', leader: sure, followers: [sure, sure], is: undefined },
    { name: 'nobody beside it', leader: sure, followers: [], is: undefined },
  ])('is its leader’s where it is that of $name', ({ leader, followers, is }) => {
    const marked = withDoubtOfAll(leader, followers);

    expect([marked.id, marked.possibleDuplicate]).toEqual([leader.id, is]);
  });
});

describe('transitions: what a step leaves behind', () => {
  const before = { version: 3, attempts: 2, notBefore: NOW, mergedInto: 'another' } as const;

  it('is the try that it waited for and its leader, where a snapshot serves it', () => {
    const source = { id: 'source', snapshot: aSnapshot() };

    expect(reuse(aCapture(before), source, [about('b')], LEASE)).toEqual(
      aCapture({
        version: 4,
        attempts: 2,
        state: 'created',
        reusedFrom: 'source',
        snapshot: source.snapshot,
        covers: [about('b')],
        leaseUntil: LEASE,
      }),
    );
  });

  it('is the same where it fails', () => {
    const failure = { code: 'forbidden', detail: '403' } as const;

    expect(fail(aCapture(before), failure, [about('b')], LEASE)).toEqual(
      aCapture({ version: 4, attempts: 2, state: 'failed', failure, covers: [about('b')], leaseUntil: LEASE }),
    );
  });

  it('is its lease and its leader, where it is tried alone', () => {
    const claimed = aCapture({ version: 3, attempts: 2, state: 'claimed', leaseUntil: NOW, mergedInto: 'leader' });

    expect(putBackAlone(claimed, '400 range')).toEqual(
      aCapture({ version: 4, attempts: 1, alone: true, refusal: '400 range' }),
    );
  });

  it('is all that held it up, where it is sent again', () => {
    const failed = {
      ...aFailed({ version: 3, attempts: 8, leaseUntil: 0, notBefore: NOW }),
      announcedAt: NOW,
    } as const;

    expect(sendAgain({ ...failed, endedAt: undefined }, NOW + 1, 'anna')).toEqual(
      aCapture({ version: 4, attempts: 0, sentAgainAt: NOW + 1, requestedBy: 'anna' }),
    );
  });
});
