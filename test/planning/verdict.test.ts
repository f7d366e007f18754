import { describe, expect, it } from 'vitest';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import { MAX_TRIES } from '../../lib/planning/retry.ts';
import { type Call, applyVerdict, judge, judgeDoubt, type Verdict } from '../../lib/planning/verdict.ts';
import { aCapture, NOW } from '../support/factories.ts';

const DETAIL = '4xx Title; what the vendor said';
const TERMS = { now: NOW, random: () => 0.5, call: 'snapshot' } as const;

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
    ...forBothCalls({ outcome: 'unavailable', headers: {}, detail: '503' }, { kind: 'gate', reason: 'unavailable' }),
    ...forBothCalls({ outcome: 'redirected', detail: '301' }, { kind: 'gate', reason: 'redirected' }),
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
      forBothCalls(rejected(status), { kind: 'final', code: 'rejected', detail: DETAIL, refusal: `${status}` }),
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

describe('verdict: lost answers for several tests', () => {
  it.each([
    { tests: 1, kind: 'again' },
    { tests: 2, kind: 'again' },
    { tests: 3, kind: 'gate' },
    { tests: 9, kind: 'gate' },
  ])('are an outage from the third test on: $tests', ({ tests, kind }) => {
    const judged = judgeDoubt(again(true, 'attempts_exhausted'), tests);

    const outage = { kind: 'gate', reason: 'failing', doubt: true };
    expect(judged).toEqual(kind === 'gate' ? outage : again(true, 'attempts_exhausted'));
  });

  it('mark what was sent, and charge nobody', () => {
    const verdict = judgeDoubt(again(true, 'attempts_exhausted'), 3);

    expect(applyVerdict(verdict, [aClaimed(2)], TERMS)).toEqual({
      kind: 'wait',
      captures: [aCapture({ state: 'pending', version: 8, attempts: 1, possibleDuplicate: true, triedAt: NOW })],
    });
  });
});

describe('verdict: the gate', () => {
  it.each([1, 2, MAX_TRIES.snapshot, MAX_TRIES.snapshot + 3])(
    'puts the capture back with its attempt given back: after attempt %i',
    (attempts) => {
      const { captures } = applyVerdict({ kind: 'gate', reason: 'rate_limited' }, [aClaimed(attempts)], TERMS);

      expect(captures).toEqual([aCapture({ state: 'pending', version: 8, attempts: attempts - 1, triedAt: NOW })]);
    },
  );
});

describe('verdict: again', () => {
  it.each([
    { call: 'snapshot', attempts: 1, wait: 11_000 },
    { call: 'snapshot', attempts: 3, wait: 660_000 },
    { call: 'lookup', attempts: 2, wait: 4000 },
  ] as const)('puts back with the attempt spent, to wait: $call, $attempts', ({ call, attempts, wait }) => {
    const consequence = applyVerdict(again(false, 'attempts_exhausted'), [aClaimed(attempts)], { ...TERMS, call });

    expect(consequence).toEqual({
      kind: 'wait',
      captures: [aCapture({ state: 'pending', version: 8, attempts, notBefore: NOW + wait })],
    });
  });

  it('lets all of one call wait for the same next try, as the one that was tried most', () => {
    const { captures } = applyVerdict(again(false, 'attempts_exhausted'), [aClaimed(1), aClaimed(3)], TERMS);

    expect(captures.map(({ attempts, notBefore }) => [attempts, notBefore])).toEqual([
      [1, NOW + 660_000],
      [3, NOW + 660_000],
    ]);
  });

  it.each([
    { call: 'snapshot', attempts: 8 },
    { call: 'lookup', attempts: 4 },
  ] as const)('fails all of them together after the last try, and says how long: $call', ({ call, attempts }) => {
    const captures = [aClaimed(1), { ...aClaimed(attempts), receivedAt: NOW - 1000 }];

    expect(applyVerdict(again(false, 'alert_not_found'), captures, { ...TERMS, call })).toEqual({
      kind: 'fail',
      captures,
      failure: {
        code: 'alert_not_found',
        detail: `${DETAIL}; tried ${attempts} times since 2026-03-02T09:59:59.000Z`,
      },
    });
  });

  it.each([1, MAX_TRIES.snapshot])('marks a possible duplicate after a lost answer: attempt %i', (attempts) => {
    const { captures } = applyVerdict(again(true, 'attempts_exhausted'), [aClaimed(attempts)], TERMS);

    expect(captures.map(({ possibleDuplicate }) => possibleDuplicate)).toEqual([true]);
  });

  it('marks no duplicate where the call creates nothing', () => {
    const { captures } = applyVerdict(again(false, 'attempts_exhausted'), [aClaimed(1)], TERMS);

    expect(captures[0]).not.toHaveProperty('possibleDuplicate');
  });

  it('keeps the mark of a lost answer before', () => {
    const marked = { ...aClaimed(2), possibleDuplicate: true } as const;

    const nexts = [again(false, 'attempts_exhausted'), { kind: 'gate', reason: 'unreachable' } as const].map(
      (verdict) => applyVerdict(verdict, [marked], TERMS).captures[0]?.possibleDuplicate,
    );

    expect(nexts).toEqual([true, true]);
  });
});

describe('verdict: final', () => {
  it.each(['forbidden', 'test_not_found'] as const)('fails all of the call at once: %s', (code) => {
    const captures = [aClaimed(1), aClaimed(1)];

    expect(applyVerdict({ kind: 'final', code, detail: DETAIL }, captures, TERMS)).toEqual({
      kind: 'fail',
      captures,
      failure: { code, detail: DETAIL },
    });
  });
});

describe('verdict: what is said of a call that is tried for the last time', () => {
  it('is since when it waits: the first of them, or when that was sent again', () => {
    const captures = [
      { ...aClaimed(8), receivedAt: NOW - 9000, sentAgainAt: NOW - 2000 },
      { ...aClaimed(3), receivedAt: NOW - 1000 },
    ];

    expect(applyVerdict(again(false, 'attempts_exhausted'), captures, TERMS)).toMatchObject({
      failure: { detail: `${DETAIL}; tried 8 times since 2026-03-02T09:59:58.000Z` },
    });
  });
});

describe('verdict: a 400', () => {
  const future = '400 endDate: is in the future';
  const retried = (detail: string): Verdict => ({ kind: 'again', detail, doubt: false, exhausted: 'rejected' });
  const refusedAs =
    (refusal: string) =>
    (detail: string): Verdict => ({ kind: 'final', code: 'rejected', detail, refusal });

  it.each<{ name: string; detail: string; status?: number; isFresh?: boolean; verdict: (detail: string) => Verdict }>([
    { name: 'about the endDate of a fresh window', detail: '400 endDate: no', isFresh: true, verdict: retried },
    { name: 'about its end date', detail: '400 End Date: no', isFresh: true, verdict: retried },
    { name: 'about the future', detail: '400 it is in the future', isFresh: true, verdict: retried },
    { name: 'about the endDate of an old window', detail: future, isFresh: false, verdict: refusedAs('400') },
    { name: 'about nobody knows which window', detail: future, verdict: refusedAs('400') },
    { name: 'about something else', detail: '400 name', isFresh: true, verdict: refusedAs('400') },
    { name: 'that is none', detail: future, status: 422, isFresh: true, verdict: refusedAs('422') },
  ])('$name', ({ detail, status = 400, isFresh, verdict }) => {
    expect(judge({ outcome: 'rejected', status, detail }, 'snapshot', isFresh)).toEqual(verdict(detail));
  });

  it('is the same refusal again where the answer says so', () => {
    const failure = { outcome: 'rejected', status: 400, detail: '400', refusal: '400 displayName' } as const;

    expect(judge(failure, 'snapshot')).toEqual(refusedAs('400 displayName')('400'));
  });
});
