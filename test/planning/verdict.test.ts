import { describe, expect, it } from 'vitest';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import { type Call, applyVerdict, judge, type Verdict } from '../../lib/planning/verdict.ts';
import { aCapture, NOW } from '../support/factories.ts';

const DETAIL = '4xx Title; what the vendor said';
const MAX_ATTEMPTS = 4;
const LEASE_UNTIL = NOW + 30_000;
const TERMS = { now: NOW, random: () => 0.5, maxAttempts: MAX_ATTEMPTS, leaseUntil: LEASE_UNTIL };

const aClaimed = (attempts: number) =>
  aCapture({ state: 'claimed', version: 7, attempts, leaseUntil: NOW + 1, mergedInto: 'leader' });

const again = (doubt: boolean, exhausted: 'attempts_exhausted' | 'alert_not_found'): Verdict => ({
  kind: 'again',
  detail: DETAIL,
  doubt,
  exhausted,
});

interface Row {
  readonly call: Call;
  readonly failure: CallFailure;
  readonly verdict: Verdict;
}

const rejected = (status: number): CallFailure => ({ outcome: 'rejected', status, detail: DETAIL });

const forBothCalls = (failure: CallFailure, verdict: Verdict): Row[] => [
  { call: 'snapshot', failure, verdict },
  { call: 'lookup', failure, verdict },
];

describe('verdict: a call that was no success', () => {
  it.each<Row>([
    ...forBothCalls({ outcome: 'unsent', detail: 'ENOTFOUND' }, { kind: 'gate', reason: 'unreachable' }),
    ...forBothCalls({ outcome: 'limited', headers: {} }, { kind: 'gate', reason: 'rate_limited' }),
    ...forBothCalls({ outcome: 'limited', headers: { retryAfter: '7' } }, { kind: 'gate', reason: 'rate_limited' }),
    ...forBothCalls({ outcome: 'unauthorized' }, { kind: 'gate', reason: 'unauthorized' }),
    {
      call: 'snapshot',
      failure: { outcome: 'forbidden', detail: DETAIL },
      verdict: { kind: 'final', code: 'forbidden', detail: DETAIL },
    },
    {
      call: 'lookup',
      failure: { outcome: 'forbidden', detail: DETAIL },
      verdict: { kind: 'final', code: 'alert_forbidden', detail: DETAIL },
    },
    ...[400, 405, 409, 410, 422].flatMap((status) =>
      forBothCalls(rejected(status), { kind: 'final', code: 'rejected', detail: DETAIL }),
    ),
    { call: 'snapshot', failure: rejected(404), verdict: { kind: 'final', code: 'test_not_found', detail: DETAIL } },
    { call: 'lookup', failure: rejected(404), verdict: again(false, 'alert_not_found') },
    {
      call: 'snapshot',
      failure: { outcome: 'doubtful', detail: DETAIL },
      verdict: again(true, 'attempts_exhausted'),
    },
    {
      call: 'lookup',
      failure: { outcome: 'doubtful', detail: DETAIL },
      verdict: again(false, 'attempts_exhausted'),
    },
  ])('means for a $call that is $failure.outcome ($failure.status): $verdict.kind', ({ call, failure, verdict }) => {
    const judged = judge(failure, call);

    expect(judged).toEqual(verdict);
  });
});

describe('verdict: the gate', () => {
  it.each([1, 2, MAX_ATTEMPTS, MAX_ATTEMPTS + 3])(
    'puts the capture back with its attempt given back: after attempt %i',
    (attempts) => {
      const next = applyVerdict({ kind: 'gate', reason: 'rate_limited' }, aClaimed(attempts), TERMS);

      expect(next).toEqual(aCapture({ state: 'pending', version: 8, attempts: attempts - 1 }));
    },
  );
});

describe('verdict: again', () => {
  it.each([
    { attempts: 1, wait: 1000 },
    { attempts: 2, wait: 4000 },
    { attempts: 3, wait: 16_000 },
  ])('puts the capture back with attempt $attempts spent, to wait a jittered $wait ms', ({ attempts, wait }) => {
    const next = applyVerdict(again(false, 'attempts_exhausted'), aClaimed(attempts), TERMS);

    expect(next).toEqual(aCapture({ state: 'pending', version: 8, attempts, notBefore: NOW + wait }));
  });

  it.each([MAX_ATTEMPTS, MAX_ATTEMPTS + 1])('fails the capture after its last attempt: %i', (attempts) => {
    const next = applyVerdict(again(false, 'alert_not_found'), aClaimed(attempts), TERMS);

    expect(next).toEqual(
      aCapture({
        state: 'failed',
        version: 8,
        attempts,
        leaseUntil: LEASE_UNTIL,
        failure: { code: 'alert_not_found', detail: DETAIL },
      }),
    );
  });

  it.each([1, MAX_ATTEMPTS])('marks a possible duplicate after a lost answer: attempt %i', (attempts) => {
    const next = applyVerdict(again(true, 'attempts_exhausted'), aClaimed(attempts), TERMS);

    expect(next.possibleDuplicate).toBe(true);
  });

  it('marks no duplicate where the call creates nothing', () => {
    const next = applyVerdict(again(false, 'attempts_exhausted'), aClaimed(1), TERMS);

    expect(next).not.toHaveProperty('possibleDuplicate');
  });

  it('keeps the mark of a lost answer before', () => {
    const marked = { ...aClaimed(2), possibleDuplicate: true } as const;

    const nexts = [again(false, 'attempts_exhausted'), { kind: 'gate', reason: 'unreachable' } as const].map(
      (verdict) => applyVerdict(verdict, marked, TERMS),
    );

    expect(nexts.map(({ possibleDuplicate }) => possibleDuplicate)).toEqual([true, true]);
  });
});

describe('verdict: final', () => {
  it.each(['forbidden', 'rejected', 'test_not_found'] as const)('fails the capture at once: %s', (code) => {
    const next = applyVerdict({ kind: 'final', code, detail: DETAIL }, aClaimed(1), TERMS);

    expect(next).toEqual(
      aCapture({
        state: 'failed',
        version: 8,
        attempts: 1,
        leaseUntil: LEASE_UNTIL,
        failure: { code, detail: DETAIL },
      }),
    );
  });
});

describe('verdict: a 400', () => {
  it.each([
    {
      name: 'about the endDate of a fresh window',
      detail: '400 endDate: is in the future',
      isFresh: true,
      kind: 'again',
    },
    {
      name: 'about the endDate of an old window',
      detail: '400 endDate: is in the future',
      isFresh: false,
      kind: 'final',
    },
    { name: 'about something else', detail: '400 displayName: is too long', isFresh: true, kind: 'final' },
  ])('$name is $kind', ({ detail, isFresh, kind }) => {
    const verdict = judge({ outcome: 'rejected', status: 400, detail }, 'snapshot', isFresh);

    expect(verdict.kind).toBe(kind);
  });
});
