import type { Alert } from '../alerts/alert.ts';
import { present } from '../present.ts';
import type { Capture, CoveredCapture, FailureCode, Snapshot } from './capture.ts';
import { oneLine } from '../text.ts';

/*
 * The state machine: every step of a capture as a pure function from one version to the next.
 * The ledger writes the result only where the version before it is still the one that is stored.
 */

/** What a step may drop; everything that it does not name it keeps, fields of a newer version too. */
type Droppable = 'notBefore' | 'leaseUntil' | 'mergedInto' | 'failure' | 'announcedAt' | 'covers';

/** The next version: `changes` on top of `capture`, without the fields that this step drops. */
const step = (capture: Capture, changes: Partial<Capture>, drops: readonly Droppable[] = []): Capture => {
  const kept = { ...capture };
  for (const field of drops) delete kept[field];
  return { ...kept, ...changes, version: capture.version + 1 };
};

/** pending → claimed, one attempt charged: a worker that dies with it has spent the attempt. */
export const claim = (capture: Capture, leaseUntil: number): Capture =>
  step(capture, { state: 'claimed', leaseUntil, attempts: capture.attempts + 1 }, ['notBefore', 'mergedInto']);

/** pending → claimed together with `leader`, whose snapshot is to serve both. */
export const follow = (capture: Capture, leader: Capture, leaseUntil: number): Capture => ({
  ...claim(capture, leaseUntil),
  mergedInto: leader.id,
});

/** claimed → pending with the attempt given back: nothing was created, and the capture is not to blame. */
export const putBack = (capture: Capture): Capture =>
  step(capture, { state: 'pending', attempts: Math.max(0, capture.attempts - 1) }, ['leaseUntil', 'mergedInto']);

/** claimed → pending with the attempt spent, not to be tried before `notBefore`. */
export const backOff = (capture: Capture, notBefore: number): Capture =>
  step(capture, { state: 'pending', notBefore }, ['leaseUntil', 'mergedInto']);

/** claimed → pending: what was wrong with its group's call may not be wrong with its own. */
export const putBackAlone = (capture: Capture): Capture => ({ ...putBack(capture), alone: true });

/** The same capture, marked: a POST whose answer nobody read may have created a snapshot. */
export const withDoubt = (capture: Capture): Capture => ({ ...capture, possibleDuplicate: true });

/** claimed → pending, the test now known. The look-ups' attempts are forgotten: the POSTs have their own. */
export const resolve = (capture: Capture, testId: string, found: Partial<Alert>): Capture => {
  const severity = capture.severity === 'unknown' ? (found.severity ?? 'unknown') : capture.severity;
  const alert = capture.alert && { ...present(found), ...capture.alert, testId, severity };
  return step(capture, { state: 'pending', attempts: 0, testId, severity, ...present({ alert }) }, [
    'leaseUntil',
    'mergedInto',
  ]);
};

/** claimed → created: the link is safe, its notification is not out yet. */
export const create = (
  capture: Capture,
  snapshot: Snapshot,
  covers: readonly CoveredCapture[],
  leaseUntil: number,
): Capture =>
  step(capture, { state: 'created', snapshot, leaseUntil, ...(covers.length > 0 && { covers }) }, ['mergedInto']);

/** pending → created with the snapshot that `source` has made already; no slot is needed. */
export const reuse = (capture: Capture, source: Capture & { snapshot: Snapshot }, leaseUntil: number): Capture =>
  step(capture, { state: 'created', snapshot: source.snapshot, reusedFrom: source.id, leaseUntil }, ['notBefore']);

/** claimed or pending → failed; open until its notice is out. */
export const fail = (
  capture: Capture,
  failure: { readonly code: FailureCode; readonly detail: string },
  covers: readonly CoveredCapture[],
  leaseUntil: number,
): Capture =>
  step(capture, { state: 'failed', failure, leaseUntil, ...(covers.length > 0 && { covers }) }, [
    'notBefore',
    'mergedInto',
  ]);

/** The holder goes on: to announce a created or failed capture (again), or to wait as a follower for its leader's end. */
export const renewLease = (capture: Capture, leaseUntil: number): Capture => step(capture, { leaseUntil });

/** created → published, or failed and announced: the end of the road. */
export const announce = (capture: Capture, now: number): Capture =>
  step(capture, { announcedAt: now, ...(capture.state === 'created' && { state: 'published' }) }, ['leaseUntil']);

/** A follower ends as its leader did, and was announced with it. */
export const endWith = (capture: Capture, leader: Capture, now: number): Capture => {
  const { snapshot, failure, possibleDuplicate } = leader;
  const state = snapshot ? 'published' : 'failed';
  const end = present({ snapshot, failure, possibleDuplicate });
  return step(capture, { state, mergedInto: leader.id, announcedAt: now, ...end }, ['notBefore', 'leaseUntil']);
};

/** failed and announced → pending, with all of its attempts: an operator sends it again. */
export const sendAgain = (capture: Capture, now: number): Capture =>
  step(capture, { state: 'pending', attempts: 0, sentAgainAt: now }, [
    'failure',
    'announcedAt',
    'covers',
    'leaseUntil',
    'notBefore',
    'mergedInto',
  ]);

/** What the leader's notification says of a capture that it covers. Bounded: fifty of them are in one ledger item. */
export const covered = ({ id, severity, alert }: Capture): CoveredCapture => ({
  captureId: id,
  severity,
  ...(alert && { alert: boundedAlert(alert) }),
});

const MAX_COVERED_TEXT = 300;

const boundedAlert = (alert: Alert): Alert => {
  const { testName: _testName, ...told } = alert;
  const bounded = Object.entries(told).map(([key, value]) => [key, oneLine(value, MAX_COVERED_TEXT)]);
  return { ...told, ...Object.fromEntries(bounded) };
};
