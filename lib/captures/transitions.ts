import type { Alert } from '../alerts/alert.ts';
import { present } from '../present.ts';
import { oneLine } from '../text.ts';
import type { CaptureFields, CoveredCapture, Grouped } from './capture-fields.ts';
import type { Claimed, Created, Dropped, Failed, FailedAnnounced, Pending, Published } from './capture.ts';
import type { Failure } from './failure.ts';
import type { Snapshot } from './snapshot.ts';

/*
 * The state machine: every step of a capture as a pure function from one version to the next. Each signature names the
 * states that its step may start in. The ledger writes a step only if the version before it is still the stored one.
 */

/** The fields that a step may drop. A step keeps all others, fields of a newer version of the code too. */
type Droppable =
  | 'notBefore'
  | 'grouped'
  | 'leaseUntil'
  | 'mergedInto'
  | 'failure'
  | 'announcedAt'
  | 'endedAt'
  | 'covers'
  | 'cancelledBy';

/** The next version: `changes` on top of `before`, without the fields in `drops`. */
const step = <Changes extends object>(before: CaptureFields, changes: Changes, drops: readonly Droppable[] = []) => {
  const kept: CaptureFields = { ...before };
  for (const field of drops) delete (kept as Partial<Record<Droppable, unknown>>)[field];
  return { ...kept, ...changes, version: before.version + 1 };
};

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

/** Marks a capture: a POST whose answer was lost may have created a snapshot. */
export const withDoubt = <Any extends CaptureFields>(capture: Any): Any => ({ ...capture, possibleDuplicate: true });

/** Marks the leader if any follower is marked, because one notification announces them all. */
export const withDoubtOfAll = <Any extends CaptureFields>(leader: Any, followers: readonly CaptureFields[]): Any =>
  followers.some(({ possibleDuplicate }) => possibleDuplicate) ? withDoubt(leader) : leader;

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

/** A lease that has ended: the first worker that finds the capture may go on with it. */
export const FREE = 0;

/**
 * A new end of the lease (epoch milliseconds): for the announcement of a created or failed capture, or for a follower
 * that waits for its leader's end. FREE releases the capture.
 */
export const renewLease = <State extends Claimed | Created | Failed>(capture: State, leaseUntil: number): State => ({
  ...capture,
  leaseUntil,
  version: capture.version + 1,
});

/** failed → failed, as a follower: `leader` is about to announce it. */
export const join = (capture: Failed, leader: Pick<Failed, 'id'>, leaseUntil: number): Failed => ({
  ...renewLease(capture, leaseUntil),
  mergedInto: leader.id,
});

/** failed → failed, announced on its own: no leader covers the capture. */
export const leaveLeader = (capture: Failed): Failed =>
  step(capture, { state: 'failed', failure: capture.failure, leaseUntil: FREE } as const, ['mergedInto']);

/** failed → failed, as the leader that will announce `followers`, too. */
export const gather = (capture: Failed, followers: readonly Failed[]): Failed => {
  const covers = [...(capture.covers ?? []), ...followers.map(covered)];
  return { ...withDoubtOfAll(renewLease(capture, FREE), followers), ...(covers.length > 0 && { covers }) };
};

/**
 * failed → failed, held for its announcement. Writing `covers` fixes the captures of the message, so that a repeat
 * names the same.
 */
export const closeMessage = (capture: Failed, leaseUntil: number): Failed => ({
  ...renewLease(capture, leaseUntil),
  covers: capture.covers ?? [],
});

/** created → published, or failed → announced: SNS has accepted the notification at `now` (epoch milliseconds). */
export const announce = (capture: Created | Failed, now: number): Told =>
  capture.state === 'created'
    ? step(capture, { state: 'published', snapshot: capture.snapshot, announcedAt: now } as const, ['leaseUntil'])
    : step(capture, failedAndTold(capture.failure, now), ['leaseUntil']);

/** An end that a message has announced. */
export type Told = Published | FailedAnnounced | Dropped;

const failedAndTold = (failure: Failure, now: number) =>
  failure.code === 'cancelled'
    ? ({ state: 'cancelled', failure, endedAt: now } as const)
    : ({ state: 'failed', failure, announcedAt: now } as const);

/**
 * Ends a follower as its leader ended: one notification has announced both.
 *
 * @throws Error if the leader has neither a snapshot nor a failure
 */
export const endWith = (
  capture: Claimed | Failed,
  { id, snapshot, failure, possibleDuplicate, reusedFrom }: CaptureFields,
  now: number,
): Told => {
  const told = { mergedInto: id, ...present({ possibleDuplicate, reusedFrom }) };
  const drops = ['notBefore', 'leaseUntil'] as const;
  if (snapshot) return step(capture, { state: 'published', snapshot, announcedAt: now, ...told } as const, drops);
  if (failure) return step(capture, { ...told, ...failedAndTold(capture.failure ?? failure, now) }, drops);
  throw new Error(`capture ${capture.id} cannot end with ${id}, which has neither a snapshot nor a failure`);
};

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

/** A follower as its leader's notification lists it. Texts are bounded, because one item holds up to fifty of them. */
export const covered = ({
  id,
  severity,
  alert,
  requestedBy,
  cancelledBy,
}: Pick<CaptureFields, 'id' | 'severity' | 'alert' | 'requestedBy' | 'cancelledBy'>): CoveredCapture => ({
  captureId: id,
  severity,
  ...(alert && { alert: boundedAlert(alert) }),
  ...present({ requestedBy, cancelledBy }),
});

const MAX_COVERED_TEXT = 300;

const boundedAlert = (alert: Alert): Alert => {
  const { testName: _testName, ...told } = alert;
  const bounded = Object.entries(told).map(([key, value]) => [key, oneLine(value, MAX_COVERED_TEXT)]);
  return { ...told, ...Object.fromEntries(bounded) };
};
