import type { Claimed, Pending } from '../captures/capture.ts';
import type { Failure, FailureCode } from '../captures/failure.ts';
import type { GateReason } from './quota.ts';
import { isoOf } from '../time.ts';
import { lookupWaitMs, MAX_TRIES, snapshotWaitMs } from './retry.ts';
import type { CallFailure } from './call-failure.ts';
import { backOff, putBackAsTried } from '../captures/transitions.ts';
import { withDoubt } from '../captures/doubt.ts';

/** The kind of the call that failed. One answer may mean different things for the two kinds. */
export type Call = 'snapshot' | 'lookup';

/**
 * The consequence of a failed call for its capture: the capture is not to blame and waits behind the gate with all
 * others; it is tried again later; or it can never succeed.
 */
export type Verdict =
  | { readonly kind: 'gate'; readonly reason: GateReason; readonly doubt?: true }
  | { readonly kind: 'again'; readonly detail: string; readonly doubt: boolean; readonly exhausted: FailureCode }
  | { readonly kind: 'final'; readonly code: FailureCode; readonly detail: string; readonly refusal?: string };

/**
 * Judges a failed call: the answer table of docs/design.md as a pure function.
 *
 * @param isFresh whether the window ended only a moment ago, so that its end may be in the future by the vendor's clock
 */
export const judge = (failure: CallFailure, call: Call, isFresh = false): Verdict => {
  switch (failure.outcome) {
    case 'unsent':
      return { kind: 'gate', reason: 'unreachable' };
    case 'limited':
      return { kind: 'gate', reason: 'rate_limited' };
    case 'unavailable':
      return { kind: 'gate', reason: 'unavailable' };
    case 'redirected':
      return { kind: 'gate', reason: 'redirected' };
    case 'unauthorized':
      return { kind: 'gate', reason: 'unauthorized' };
    case 'forbidden':
      return { kind: 'final', code: call === 'snapshot' ? 'forbidden' : 'alert_forbidden', detail: failure.detail };
    case 'doubtful':
      return { kind: 'again', detail: failure.detail, doubt: call === 'snapshot', exhausted: 'attempts_exhausted' };
    case 'rejected':
      return judgeRejected(failure, call, isFresh);
  }
};

const judgeRejected = (
  { status, detail, refusal }: Extract<CallFailure, { outcome: 'rejected' }>,
  call: Call,
  isFresh: boolean,
): Verdict => {
  if (status === 400 && isFresh && /end\s?date|future/i.test(detail))
    return { kind: 'again', detail, doubt: false, exhausted: 'rejected' };
  if (status !== 404) return { kind: 'final', code: 'rejected', detail, refusal: refusal ?? String(status) };
  // ThousandEyes may send an alert before its API knows it, so a 404 is final only after a few tries.
  if (call === 'lookup') return { kind: 'again', detail, doubt: false, exhausted: 'alert_not_found' };
  return { kind: 'final', code: 'test_not_found', detail };
};

/** Lost answers of this many tests, without a snapshot in between, are an outage and not a broken test. */
const FAILING_TESTS = 3;

/**
 * The verdict on a lost answer if `tests` tests in a row have met one. In an outage no capture is to blame, and all
 * wait behind the gate.
 */
export const judgeDoubt = (verdict: Verdict, tests: number): Verdict =>
  tests >= FAILING_TESTS ? { kind: 'gate', reason: 'failing', doubt: true } : verdict;

export interface RetryTerms {
  readonly now: number;
  readonly random: () => number;
  readonly call: Call;
}

/** What happens to captures that shared a call: they wait again, or fail together. */
export type Consequence =
  | { readonly kind: 'wait'; readonly captures: readonly Pending[] }
  | { readonly kind: 'fail'; readonly captures: readonly Claimed[]; readonly failure: Failure };

/** The consequence of a verdict for the captures of one call: all of them wait for the same next try, or all fail. */
export const applyVerdict = (
  verdict: Verdict,
  captures: readonly Claimed[],
  { now, random, call }: RetryTerms,
): Consequence => {
  if (verdict.kind === 'final') {
    const { code, detail } = verdict;
    return { kind: 'fail', captures, failure: { code, detail } };
  }
  const marked = verdict.doubt ? captures.map(withDoubt) : captures;
  if (verdict.kind === 'gate') {
    return { kind: 'wait', captures: marked.map((capture) => putBackAsTried(capture, now)) };
  }
  const tries = Math.max(...captures.map(({ attempts }) => attempts));
  if (tries < MAX_TRIES[call]) {
    const waitMs = call === 'snapshot' ? snapshotWaitMs(tries, random) : lookupWaitMs(tries, random);
    return { kind: 'wait', captures: marked.map((capture) => backOff(capture, now + waitMs)) };
  }
  const since = isoOf(Math.min(...captures.map(({ sentAgainAt, receivedAt }) => sentAgainAt ?? receivedAt)));
  const detail = `${verdict.detail}; tried ${tries} times since ${since}`;
  return { kind: 'fail', captures: marked, failure: { code: verdict.exhausted, detail } };
};
