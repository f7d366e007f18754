import type { Claimed, Failed, FailureCode, Pending } from '../captures/capture.ts';
import type { GateReason } from './quota.ts';
import { backoffMs } from './retry.ts';
import type { CallFailure } from './call-failure.ts';
import { backOff, fail, putBack, withDoubt } from '../captures/transitions.ts';

/** Which call failed: they share their answers, but not all of the meaning. */
export type Call = 'snapshot' | 'lookup';

/**
 * What follows for a capture from an answer that was no success:
 * the capture is not to blame and waits with all others behind the gate; it is tried again later;
 * or it never will succeed.
 */
export type Verdict =
  | { readonly kind: 'gate'; readonly reason: GateReason }
  | { readonly kind: 'again'; readonly detail: string; readonly doubt: boolean; readonly exhausted: FailureCode }
  | { readonly kind: 'final'; readonly code: FailureCode; readonly detail: string };

/**
 * The design's answer table as a pure function.
 *
 * @param isFresh the window of the call ended only a moment ago: by the vendor's clock its endDate may be in the future
 */
export const judge = (failure: CallFailure, call: Call, isFresh = false): Verdict => {
  switch (failure.outcome) {
    case 'unsent':
      return { kind: 'gate', reason: 'unreachable' };
    case 'limited':
      return { kind: 'gate', reason: 'rate_limited' };
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
  { status, detail }: Extract<CallFailure, { outcome: 'rejected' }>,
  call: Call,
  isFresh: boolean,
): Verdict => {
  if (status === 400 && isFresh && /end\s?date|future/i.test(detail))
    return { kind: 'again', detail, doubt: false, exhausted: 'rejected' };
  if (status !== 404) return { kind: 'final', code: 'rejected', detail };
  // An alert is announced before its API may know it: a few tries, then it is believed.
  if (call === 'lookup') return { kind: 'again', detail, doubt: false, exhausted: 'alert_not_found' };
  return { kind: 'final', code: 'test_not_found', detail };
};

export interface RetryTerms {
  readonly now: number;
  readonly random: () => number;
  /** POSTs in all before a capture fails: MAX_ATTEMPTS. */
  readonly maxAttempts: number;
  /** Until when a failed capture is ours to announce. */
  readonly leaseUntil: number;
}

/** The claimed capture's next version under the verdict. */
export const applyVerdict = (verdict: Verdict, capture: Claimed, terms: RetryTerms): Pending | Failed => {
  const { now, random, maxAttempts, leaseUntil } = terms;
  switch (verdict.kind) {
    case 'gate':
      return putBack(capture);
    case 'final':
      return fail(capture, { code: verdict.code, detail: verdict.detail }, [], leaseUntil);
    case 'again': {
      const marked = verdict.doubt ? withDoubt(capture) : capture;
      return capture.attempts >= maxAttempts
        ? fail(marked, { code: verdict.exhausted, detail: verdict.detail }, [], leaseUntil)
        : backOff(marked, now + backoffMs(capture.attempts, random));
    }
  }
};
