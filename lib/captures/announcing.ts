import { present } from '../present.ts';
import type { Claimed, Created, Dropped, Failed, FailedAnnounced, Published } from './capture.ts';
import type { CaptureFields } from './capture-fields.ts';
import { covered } from './covered.ts';
import { withDoubtOfAll } from './doubt.ts';
import type { Failure } from './failure.ts';
import { FREE, renewLease } from './lease.ts';
import { step } from './step.ts';

/*
 * The steps from a stored snapshot or failure to its announced end: failures gather in one message, SNS accepts the
 * message, and all captures of the message end. The steps before are in `transitions.ts`.
 */

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
