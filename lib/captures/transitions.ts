import type { Alert } from '../alerts/alert.ts';
import { present } from '../present.ts';
import { oneLine } from '../text.ts';
import type {
  CaptureFields,
  Claimed,
  CoveredCapture,
  Created,
  Dropped,
  Failed,
  FailedAnnounced,
  Failure,
  Pending,
  Published,
  Snapshot,
} from './capture.ts';

/*
 * The state machine: every step of a capture as a pure function from one version to the next, from the states that it may
 * start in. The ledger writes the result only where the version before it is still the one that is stored.
 */

/** What a step may drop; everything that it does not name it keeps, fields of a newer version too. */
type Droppable =
  | 'notBefore'
  | 'leaseUntil'
  | 'mergedInto'
  | 'failure'
  | 'announcedAt'
  | 'endedAt'
  | 'covers'
  | 'cancelledBy';

/** The next version: `changes` on top of `before`, without the fields that this step drops. */
const step = <Changes extends object>(before: CaptureFields, changes: Changes, drops: readonly Droppable[] = []) => {
  const kept: CaptureFields = { ...before };
  for (const field of drops) delete (kept as Partial<Record<Droppable, unknown>>)[field];
  return { ...kept, ...changes, version: before.version + 1 };
};

/** pending → claimed, one attempt charged: a worker that dies with it has spent the attempt. */
export const claim = (capture: Pending, leaseUntil: number): Claimed =>
  step(capture, { state: 'claimed', leaseUntil, attempts: capture.attempts + 1 } as const, ['notBefore', 'mergedInto']);

/** pending → claimed together with `leader`, whose snapshot is to serve both. */
export const follow = (capture: Pending, leader: Pick<Claimed, 'id'>, leaseUntil: number): Claimed => ({
  ...claim(capture, leaseUntil),
  mergedInto: leader.id,
});

/** claimed → pending with the attempt given back: nothing was created, and the capture is not to blame. */
export const putBack = (capture: Claimed): Pending =>
  step(capture, { state: 'pending', attempts: Math.max(0, capture.attempts - 1) } as const, [
    'leaseUntil',
    'mergedInto',
  ]);

/** The same after a call that closed the gate for all. `triedAt`: epoch milliseconds. */
export const putBackAsTried = (capture: Claimed, triedAt: number): Pending => ({ ...putBack(capture), triedAt });

/** claimed → pending with the attempt spent, not to be tried before `notBefore`. */
export const backOff = (capture: Claimed, notBefore: number): Pending =>
  step(capture, { state: 'pending', notBefore } as const, ['leaseUntil', 'mergedInto']);

/** claimed → pending: what was wrong with its group's call, which was refused so, may not be wrong with its own. */
export const putBackAlone = (capture: Claimed, refusal: string): Pending => ({
  ...putBack(capture),
  alone: true,
  refusal,
});

/** The same capture, marked: a POST whose answer nobody read may have created a snapshot. */
export const withDoubt = <Any extends CaptureFields>(capture: Any): Any => ({ ...capture, possibleDuplicate: true });

/** What an earlier try of any of them may have created is told with the one notification that all of them get. */
export const withDoubtOfAll = <Any extends CaptureFields>(leader: Any, followers: readonly CaptureFields[]): Any =>
  followers.some(({ possibleDuplicate }) => possibleDuplicate) ? withDoubt(leader) : leader;

/** The same capture, with what a look-up found of its alert. What the alert said itself stays. */
export const withFound = <Any extends CaptureFields>(capture: Any, { aid, ...found }: Partial<Alert>): Any => {
  const severity = capture.severity === 'unknown' ? (found.severity ?? 'unknown') : capture.severity;
  const alert = capture.alert && { ...present({ aid, ...found }), ...capture.alert, severity };
  return { ...capture, severity, ...present({ alert, aid: capture.aid ?? aid }) };
};

/** claimed → pending, the test now known. The look-ups' attempts are forgotten: the POSTs have their own. */
export const resolve = (capture: Claimed, testId: string, found: Partial<Alert>): Pending => {
  const known = withFound(capture, found);
  const alert = known.alert && { ...known.alert, testId };
  return step(known, { state: 'pending', attempts: 0, testId, ...present({ alert }) } as const, [
    'leaseUntil',
    'mergedInto',
  ]);
};

/** claimed → created: the link is safe, its notification is not out yet. */
export const create = (
  capture: Claimed,
  snapshot: Snapshot,
  covers: readonly CoveredCapture[],
  leaseUntil: number,
): Created =>
  step(capture, { state: 'created', snapshot, leaseUntil, ...(covers.length > 0 && { covers }) } as const, [
    'mergedInto',
  ]);

/** pending or claimed → created with the snapshot that `source` has made already; no slot is needed. */
export const reuse = (
  capture: Pending | Claimed,
  { id: reusedFrom, snapshot }: Pick<Created, 'id' | 'snapshot'>,
  covers: readonly CoveredCapture[],
  leaseUntil: number,
): Created =>
  step(capture, { state: 'created', snapshot, reusedFrom, leaseUntil, ...(covers.length > 0 && { covers }) } as const, [
    'notBefore',
    'mergedInto',
  ]);

/** claimed or pending → failed; open until its notice is out. */
export const fail = (
  capture: Pending | Claimed,
  failure: Failure,
  covers: readonly CoveredCapture[],
  leaseUntil: number,
): Failed =>
  step(capture, { state: 'failed', failure, leaseUntil, ...(covers.length > 0 && { covers }) } as const, [
    'notBefore',
    'mergedInto',
  ]);

/** pending → failed: nobody wants it anymore. Ends `cancelled` when that is told. */
export const cancel = (capture: Pending, cancelledBy: string): Failed => ({
  ...fail(capture, { code: 'cancelled', detail: 'an operator cancelled it' }, [], FREE),
  cancelledBy,
});

/** A lease that is over: whoever comes first may go on. */
export const FREE = 0;

/** The holder goes on, to tell a created or failed capture (again) or to wait as a follower for its leader's end; or lets go of it. */
export const renewLease = <State extends Claimed | Created | Failed>(capture: State, leaseUntil: number): State => ({
  ...capture,
  leaseUntil,
  version: capture.version + 1,
});

/** failed → the same, told with `leader`, which is about to cover it. */
export const join = (capture: Failed, leader: Pick<Failed, 'id'>, leaseUntil: number): Failed => ({
  ...renewLease(capture, leaseUntil),
  mergedInto: leader.id,
});

/** failed → the same, told on its own: no leader covers it. */
export const leaveLeader = (capture: Failed): Failed =>
  step(capture, { state: 'failed', failure: capture.failure, leaseUntil: FREE } as const, ['mergedInto']);

/** failed → the same, about to tell of these, too. */
export const gather = (capture: Failed, followers: readonly Failed[]): Failed => {
  const covers = [...(capture.covers ?? []), ...followers.map(covered)];
  return { ...withDoubtOfAll(renewLease(capture, FREE), followers), ...(covers.length > 0 && { covers }) };
};

/** failed → the same, in its teller's hands: whom its message tells of is settled, should it have to be told again. */
export const closeMessage = (capture: Failed, leaseUntil: number): Failed => ({
  ...renewLease(capture, leaseUntil),
  covers: capture.covers ?? [],
});

/** created → published, or failed → failed and announced: the end of the road. */
export const announce = (capture: Created | Failed, now: number): Told =>
  capture.state === 'created'
    ? step(capture, { state: 'published', snapshot: capture.snapshot, announcedAt: now } as const, ['leaseUntil'])
    : step(capture, failedAndTold(capture.failure, now), ['leaseUntil']);

/** An end of which a message tells. */
export type Told = Published | FailedAnnounced | Dropped;

const failedAndTold = (failure: Failure, now: number) =>
  failure.code === 'cancelled'
    ? ({ state: 'cancelled', failure, endedAt: now } as const)
    : ({ state: 'failed', failure, announcedAt: now } as const);

/** claimed, or failed and joined → as its leader ended: a follower was announced with it. */
export const endWith = (
  capture: Claimed | Failed,
  { id, snapshot, failure, possibleDuplicate }: CaptureFields,
  now: number,
): Told => {
  const told = { mergedInto: id, ...present({ possibleDuplicate }) };
  const drops = ['notBefore', 'leaseUntil'] as const;
  if (snapshot) return step(capture, { state: 'published', snapshot, announcedAt: now, ...told } as const, drops);
  if (failure) return step(capture, { ...told, ...failedAndTold(capture.failure ?? failure, now) }, drops);
  throw new Error(`capture ${capture.id} cannot end with ${id}, which has neither a snapshot nor a failure`);
};

/** claimed → ignored: there can be no snapshot of it, and no message says so. */
export const ignore = (capture: Claimed, failure: Failure, now: number): Dropped =>
  step(capture, { state: 'ignored', failure, endedAt: now } as const, ['notBefore', 'leaseUntil', 'mergedInto']);

/** failed and announced, or cancelled → pending, with all of its attempts: an operator sends it again. */
export const sendAgain = (capture: FailedAnnounced | Dropped, now: number, requestedBy: string): Pending =>
  step(capture, { state: 'pending', attempts: 0, sentAgainAt: now, requestedBy } as const, [
    'cancelledBy',
    'failure',
    'announcedAt',
    'endedAt',
    'covers',
    'leaseUntil',
    'notBefore',
    'mergedInto',
  ]);

/** What the leader's notification says of a capture that it covers. Bounded: fifty of them are in one ledger item. */
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
