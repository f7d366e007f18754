import type { Capture } from './capture.ts';
import { notificationOf } from './notification.ts';
import { announce, settleWith } from './transitions.ts';
import type { WorkerContext } from './worker-context.ts';

/** A follower ends with its leader, unless it has gone its own way since its lease ran out. */
const settleFollower = async ({ book, now }: WorkerContext, id: string, leader: Capture): Promise<void> => {
  const follower = await book.read(id);
  if (follower?.state === 'claimed' && follower.mergedInto === leader.id) {
    await book.save(settleWith(follower, leader, now()));
  }
};

/**
 * Publishes what became of a capture, then writes that it is published: a crash between the two publishes again,
 * never not at all. The captures merged into it are settled in between, so that none is left behind.
 * `capture` is created or failed, and its lease is ours.
 */
export const announceCapture = async (context: WorkerContext, capture: Capture): Promise<void> => {
  const { publish, book, log, now } = context;
  const fields = { captureId: capture.id, state: capture.state, failure: capture.failure?.code };
  try {
    await publish(notificationOf(capture));
  } catch (error) {
    log.error('notification_not_accepted', error, fields); // still open: the watchdog publishes it
    return;
  }
  await Promise.all((capture.covers ?? []).map(({ captureId }) => settleFollower(context, captureId, capture)));
  await book.save(announce(capture, now()));
  log.info('notification_published', { ...fields, covers: capture.covers?.length ?? 0 });
};
