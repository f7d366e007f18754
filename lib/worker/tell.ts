import { type Capture, type Created, type Failed, isFollower } from '../captures/capture.ts';
import { announce, closeMessage, endWith } from '../captures/announcing.ts';
import { FREE, renewLease } from '../captures/lease.ts';
import { notificationOf } from '../notify/notification.ts';
import { MESSAGES } from '../planning/quota.ts';
import { isToldTogether, kindOf, pastKinds } from '../planning/tellings.ts';
import { allDone } from '../all-done.ts';
import { announceUntil, type WorkerContext } from './context.ts';
import { noteBaseline } from './related.ts';

/*
 * Announcements: a turn of the topic, the message, and the record that SNS accepted it. There is one turn at a time
 * over all workers. A worker without a turn releases its capture, and the worker with a later turn announces it.
 */

/** The permission to publish one message, soon after `takenAt`. */
interface Turn {
  /** Epoch milliseconds. */
  readonly takenAt: number;
}

const takeTurn = async ({ slots, now }: WorkerContext): Promise<Turn | undefined> => {
  const takenAt = now();
  return (await slots.takeTurn('publish', takenAt, takenAt + MESSAGES.everyMs)) ? { takenAt } : undefined;
};

/**
 * Records an end and announces it if the topic has a turn for it. Otherwise no worker holds the capture, and it waits
 * for a turn.
 */
export const saveAndTell = async (context: WorkerContext, end: Created | Failed): Promise<void> => {
  const [saved, turn] = await allDone([context.view.save(end), takeTurn(context)]);
  if (saved) await tellInTurn(context, saved, turn);
};

/** Announces the first capture that no other worker has announced, if the topic has a turn. */
export const tellNext = async (context: WorkerContext, untold: readonly (Created | Failed)[]): Promise<void> => {
  const turn = await takeTurn(context);
  if (turn === undefined) return;
  for (const capture of untold) {
    const ours = await context.view.save(inHand(capture, announceUntil(context)));
    if (ours) return tellInTurn(context, ours, turn);
  }
};

/**
 * Takes a capture for its announcement. A failure that was once sent alone stays alone in every repeat, so that a
 * subscriber recognizes the repeat by its capture id.
 */
const inHand = (capture: Created | Failed, leaseUntil: number): Created | Failed =>
  capture.state === 'failed' && isToldTogether(capture.failure)
    ? closeMessage(capture, leaseUntil)
    : renewLease(capture, leaseUntil);

const tellInTurn = async (context: WorkerContext, ours: Created | Failed, turn: Turn | undefined): Promise<void> => {
  const isInTurn = turn !== undefined && context.now() <= turn.takenAt + MESSAGES.withinMs;
  if (isInTurn) await tell(context, ours);
  else await context.view.save(renewLease(ours, FREE));
};

/**
 * Publishes the outcome of a capture that this worker holds, then records the announcement: a crash in between
 * publishes it again, and never leaves it out. The followers are ended in between, so that none is left behind.
 */
const tell = async (context: WorkerContext, capture: Created | Failed): Promise<void> => {
  const { publish, view, slots, log, measure, now, settings } = context;
  const fields = { captureId: capture.id, state: capture.state, failure: capture.failure?.code };
  const notification = notificationOf(capture, settings);
  try {
    await publish(notification);
  } catch (error) {
    log.error('notification_not_accepted', error, fields); // the capture stays open: announced again after its lease
    measure('NotificationsNotAccepted');
    return;
  }
  if (notification.event.linkWithheld) {
    log.warn('link_withheld', { captureId: capture.id });
    measure('LinksWithheld');
  }
  await Promise.all([
    ...(capture.covers ?? []).map(({ captureId }) => endFollower(context, captureId, capture)),
    capture.state === 'created' && noteBaseline(context, capture),
  ]);
  const announced = await view.save(announce(capture, now()));
  if (announced) measureEnd(context, announced);
  log.info('notification_published', { ...fields, covers: capture.covers?.length ?? 0 });
  if (capture.state === 'failed' && isToldTogether(capture.failure)) {
    await slots.noteTold(kindOf(capture), now(), pastKinds(view.sight().quota.topic, now()));
  }
};

/**
 * Ends a follower with its leader, unless the follower was recovered after its lease. A ledger that refuses this write
 * delays neither the leader nor the other followers.
 */
const endFollower = async (context: WorkerContext, id: string, leader: Created | Failed): Promise<void> => {
  const { view, now, log } = context;
  try {
    const follower = await view.read(id);
    if (follower && isFollower(follower) && follower.mergedInto === leader.id) {
      const settled = await view.save(endWith(follower, leader, now()));
      if (settled) measureEnd(context, settled);
    }
  } catch (error) {
    log.error('follower_not_ended', error, { captureId: id }); // recovery ends the follower after its lease
  }
};

/** Counts a finished capture, and for an alert's link the time since its arrival. */
export const measureEnd = ({ measure, now }: WorkerContext, capture: Capture): void => {
  if (capture.state === 'cancelled') return measure('CapturesCancelled');
  if (capture.failure && !capture.snapshot) return measure('CapturesFailed', 1, capture.failure.code);
  measure('CapturesPublished');
  if (capture.mergedInto !== undefined) measure('CapturesMerged');
  // A capture that waited for a closing snapshot counts from the time at which that was due.
  const since = Math.max(capture.receivedAt, capture.grouped?.until ?? 0);
  if (capture.reason === 'alert' && since <= now()) measure('AlertToLinkSeconds', (now() - since) / 1000);
};
