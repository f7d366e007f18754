import { type Capture, type Created, type Failed, isFollower } from '../captures/capture.ts';
import { announce, closeMessage, endWith, FREE, renewLease } from '../captures/transitions.ts';
import { notificationOf } from '../notify/notification.ts';
import { MESSAGES } from '../planning/quota.ts';
import { isToldTogether, kindOf, pastKinds } from '../planning/tellings.ts';
import { allDone } from '../all-done.ts';
import { announceUntil, type WorkerContext } from './context.ts';

/*
 * Telling: a turn, the message, and writing down that it was accepted. One turn at a time over all workers; who has none lets
 * go of the capture, and whoever has the next turn tells it.
 */

/** Leave to publish one message, soon after it was taken. */
interface Turn {
  /** Epoch milliseconds. */
  readonly takenAt: number;
}

const takeTurn = async ({ slots, now }: WorkerContext): Promise<Turn | undefined> => {
  const takenAt = now();
  return (await slots.takeTurn('publish', takenAt, takenAt + MESSAGES.everyMs)) ? { takenAt } : undefined;
};

/** Writes an end down, and tells it where the topic has its turn for it; else it waits for one in nobody's hands. */
export const saveAndTell = async (context: WorkerContext, end: Created | Failed): Promise<void> => {
  const [saved, turn] = await allDone([context.view.save(end), takeTurn(context)]);
  if (saved) await tellInTurn(context, saved, turn);
};

/** Tells the first of them that no other worker has told, where the topic has its turn. */
export const tellNext = async (context: WorkerContext, untold: readonly (Created | Failed)[]): Promise<void> => {
  const turn = await takeTurn(context);
  if (turn === undefined) return;
  for (const capture of untold) {
    const ours = await context.view.save(inHand(capture, announceUntil(context)));
    if (ours) return tellInTurn(context, ours, turn);
  }
};

/** What is told on its own once is not told with others when it is told again: who reads both knows them by their capture. */
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
 * Publishes what became of a capture, then writes that it is published: a crash between the two publishes again,
 * never not at all. The captures merged into it are settled in between, so that none is left behind.
 * Its lease is ours.
 */
const tell = async (context: WorkerContext, capture: Created | Failed): Promise<void> => {
  const { publish, view, slots, log, measure, now, settings } = context;
  const fields = { captureId: capture.id, state: capture.state, failure: capture.failure?.code };
  const notification = notificationOf(capture, settings);
  try {
    await publish(notification);
  } catch (error) {
    log.error('notification_not_accepted', error, fields); // still open: told again when its lease is over
    measure('NotificationsNotAccepted');
    return;
  }
  if (notification.event.linkWithheld) {
    log.warn('link_withheld', { captureId: capture.id });
    measure('LinksWithheld');
  }
  await Promise.all((capture.covers ?? []).map(({ captureId }) => endFollower(context, captureId, capture)));
  const announced = await view.save(announce(capture, now()));
  if (announced) measureEnd(context, announced);
  log.info('notification_published', { ...fields, covers: capture.covers?.length ?? 0 });
  if (capture.state === 'failed' && isToldTogether(capture.failure)) {
    await slots.noteTold(kindOf(capture), now(), pastKinds(view.sight().quota.topic, now()));
  }
};

/**
 * A follower ends with its leader, unless it has gone its own way since its lease ran out. A ledger that refuses the
 * write holds up neither the leader nor the other followers.
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
    log.error('follower_not_ended', error, { captureId: id }); // its leader is at its end: its lease brings it there too
  }
};

/** Counts a capture at the end of its road, and how long an alert took to get there. */
export const measureEnd = ({ measure, now }: WorkerContext, capture: Capture): void => {
  if (capture.state === 'cancelled') return measure('CapturesCancelled');
  if (capture.failure && !capture.snapshot) return measure('CapturesFailed', 1, capture.failure.code);
  measure('CapturesPublished');
  if (capture.mergedInto !== undefined) measure('CapturesMerged');
  // A capture that waited for a closing snapshot on purpose counts from when that was due.
  const since = Math.max(capture.receivedAt, capture.grouped?.until ?? 0);
  if (capture.reason === 'alert' && since <= now()) measure('AlertToLinkSeconds', (now() - since) / 1000);
};
