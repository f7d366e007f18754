import type { Alert } from '../alerts/alert.ts';
import { present } from '../present.ts';
import type { Claimed, Created, Dropped, Failed, FailedAnnounced, Pending } from './capture.ts';
import type { CaptureFields, CoveredCapture, Grouped } from './capture-fields.ts';
import type { Failure } from './failure.ts';
import { FREE } from './lease.ts';
import type { Snapshot } from './snapshot.ts';
import { step } from './step.ts';

/*
 * The state machine: every step of a capture as a pure function from one version to the next. Each signature names the
 * states that its step may start in. The ledger writes a step only if the version before it is still the stored one.
 * The steps from a stored snapshot or failure to its announced end are in `announcing.ts`.
 */

/**
 * pending → pending: the capture waits for the closing snapshot of its test, because the test has a recent snapshot.
 */
export const group = (capture: Pending, grouped: Grouped): Pending =>
  step(capture, { state: 'pending', grouped } as const);

/** pending → claimed, one attempt charged: a worker that dies has spent it. `leaseUntil` is in epoch milliseconds. */
export const claim = (capture: Pending, leaseUntil: number): Claimed =>
  step(capture, { state: 'claimed', leaseUntil, attempts: capture.attempts + 1 } as const, ['notBefore', 'mergedInto']);

/** pending → claimed together with `leader`, whose snapshot will serve both. */
export const follow = (capture: Pending, leader: Pick<Claimed, 'id'>, leaseUntil: number): Claimed => ({
  ...claim(capture, leaseUntil),
  mergedInto: leader.id,
});

/** claimed → pending, the attempt returned: nothing was created, and the capture is not to blame. */
export const putBack = (capture: Claimed): Pending =>
  step(capture, { state: 'pending', attempts: Math.max(0, capture.attempts - 1) } as const, [
    'leaseUntil',
    'mergedInto',
  ]);

/**
 * claimed → pending with the attempt returned, after a call that closed the gate. `triedAt` is in epoch milliseconds.
 */
export const putBackAsTried = (capture: Claimed, triedAt: number): Pending => ({ ...putBack(capture), triedAt });

/** claimed → pending with the attempt spent, and no further try before `notBefore` (epoch milliseconds). */
export const backOff = (capture: Claimed, notBefore: number): Pending =>
  step(capture, { state: 'pending', notBefore } as const, ['leaseUntil', 'mergedInto']);

/**
 * claimed → pending, alone: ThousandEyes refused the call of its group, and may accept the capture's own. `refusal` is
 * the signature of that refusal.
 */
export const putBackAlone = (capture: Claimed, refusal: string): Pending => ({
  ...putBack(capture),
  alone: true,
  refusal,
});

/** Adds the fields that a look-up found. Fields that the alert had already stay. */
export const withFound = <Any extends CaptureFields>(capture: Any, { aid, ...found }: Partial<Alert>): Any => {
  const severity = capture.severity === 'unknown' ? (found.severity ?? 'unknown') : capture.severity;
  const alert = capture.alert && { ...present({ aid, ...found }), ...capture.alert, severity };
  return { ...capture, severity, ...present({ alert, aid: capture.aid ?? aid }) };
};

/** claimed → pending, with the test known. The attempts start again, because POSTs have their own budget. */
export const resolve = (capture: Claimed, testId: string, found: Partial<Alert>): Pending => {
  const known = withFound(capture, found);
  const alert = known.alert && { ...known.alert, testId };
  return step(known, { state: 'pending', attempts: 0, testId, ...present({ alert }) } as const, [
    'leaseUntil',
    'mergedInto',
  ]);
};

/** claimed → created: the snapshot is stored, and its notification is still to come. */
export const create = (
  capture: Claimed,
  snapshot: Snapshot,
  covers: readonly CoveredCapture[],
  leaseUntil: number,
): Created =>
  step(capture, { state: 'created', snapshot, leaseUntil, ...(covers.length > 0 && { covers }) } as const, [
    'mergedInto',
  ]);

/** pending or claimed → created with the snapshot of `source`; the capture needs no slot. */
export const reuse = (
  capture: Pending | Claimed,
  { id: reusedFrom, snapshot }: Pick<Created, 'id' | 'snapshot'>,
  covers: readonly CoveredCapture[],
  leaseUntil: number,
): Created =>
  step(capture, { state: 'created', snapshot, reusedFrom, leaseUntil, ...(covers.length > 0 && { covers }) } as const, [
    'notBefore',
    'grouped',
    'mergedInto',
  ]);

/** claimed or pending → failed; the capture stays open until its notice is announced. */
export const fail = (
  capture: Pending | Claimed,
  failure: Failure,
  covers: readonly CoveredCapture[],
  leaseUntil: number,
): Failed =>
  step(capture, { state: 'failed', failure, leaseUntil, ...(covers.length > 0 && { covers }) } as const, [
    'notBefore',
    'grouped',
    'mergedInto',
  ]);

/** pending → failed, by an operator. The capture ends as `cancelled` when its notice is announced. */
export const cancel = (capture: Pending, cancelledBy: string): Failed => ({
  ...fail(capture, { code: 'cancelled', detail: 'an operator cancelled it' }, [], FREE),
  cancelledBy,
});

/** claimed → ignored: the capture can have no snapshot, and no message announces that. */
export const ignore = (capture: Claimed, failure: Failure, now: number): Dropped =>
  step(capture, { state: 'ignored', failure, endedAt: now } as const, ['notBefore', 'leaseUntil', 'mergedInto']);

/** failed and announced, or cancelled → pending with all attempts: an operator sends the capture again. */
export const sendAgain = (capture: FailedAnnounced | Dropped, now: number, requestedBy: string): Pending =>
  step(capture, { state: 'pending', attempts: 0, sentAgainAt: now, requestedBy } as const, [
    'cancelledBy',
    'failure',
    'announcedAt',
    'endedAt',
    'covers',
    'leaseUntil',
    'notBefore',
    'grouped',
    'mergedInto',
  ]);
