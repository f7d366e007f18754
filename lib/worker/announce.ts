import type { Capture, Created, Failed } from '../captures/capture.ts';
import { notificationOf } from '../notify/notification.ts';
import { announce, endWith } from '../captures/transitions.ts';
import type { WorkerContext } from './context.ts';

/**
 * A follower ends with its leader, unless it has gone its own way since its lease ran out. A ledger that refuses the
 * write holds up neither the leader nor the other followers.
 */
const endFollower = async (context: WorkerContext, id: string, leader: Created | Failed): Promise<void> => {
  const { view, now, log } = context;
  try {
    const follower = await view.read(id);
    if (follower?.state === 'claimed' && follower.mergedInto === leader.id) {
      const settled = await view.save(endWith(follower, leader, now()));
      if (settled) measureEnd(context, settled);
    }
  } catch (error) {
    log.error('follower_not_ended', error, { captureId: id }); // its leader is at its end: its lease brings it there too
  }
};

/** Counts a capture at the end of its road, and how long an alert took to get there. */
export const measureEnd = ({ measure, now }: WorkerContext, capture: Capture): void => {
  if (capture.failure && !capture.snapshot) return measure('CapturesFailed', 1, capture.failure.code);
  measure('CapturesPublished');
  if (capture.mergedInto !== undefined) measure('CapturesMerged');
  if (capture.reason === 'alert') measure('AlertToLinkSeconds', (now() - capture.receivedAt) / 1000);
};

/**
 * Publishes what became of a capture, then writes that it is published: a crash between the two publishes again,
 * never not at all. The captures merged into it are settled in between, so that none is left behind.
 * `capture` is created or failed, and its lease is ours.
 */
export const announceCapture = async (context: WorkerContext, capture: Created | Failed): Promise<void> => {
  const { publish, view, log, measure, now } = context;
  const fields = { captureId: capture.id, state: capture.state, failure: capture.failure?.code };
  try {
    await publish(notificationOf(capture));
  } catch (error) {
    log.error('notification_not_accepted', error, fields); // still open: the watchdog publishes it
    measure('NotificationsNotAccepted');
    return;
  }
  await Promise.all((capture.covers ?? []).map(({ captureId }) => endFollower(context, captureId, capture)));
  const announced = await view.save(announce(capture, now()));
  if (announced) measureEnd(context, announced);
  log.info('notification_published', { ...fields, covers: capture.covers?.length ?? 0 });
};
