import type { Capture, Claimed, Created, Failed, Failure, Pending } from '../captures/capture.ts';
import { notificationOf } from '../notify/notification.ts';
import { announce, claim, covered, endWith, fail, follow, reuse, withDoubt } from '../captures/transitions.ts';
import type { Members } from '../planning/groups.ts';
import type { Reuse } from '../planning/plan.ts';
import { announceUntil, type WorkerContext } from './context.ts';

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

/**
 * Claims captures together, the leader first: whoever gets it gets the group; undefined where another worker did. Followers
 * that another worker took stay with that one.
 *
 * @param leaseUntil epoch milliseconds
 */
export const claimMembers = async (
  context: WorkerContext,
  { leader, followers }: Members<Pending>,
  leaseUntil: number,
): Promise<Members<Claimed> | undefined> => {
  const claimed = await context.view.save(claim(leader, leaseUntil));
  return claimed && { leader: claimed, followers: await claimFollowers(context, claimed, followers, leaseUntil) };
};

/** Claims captures for a leader that is ours. One that cannot be claimed is left out: its lease or its turn brings it back. */
export const claimFollowers = async (
  { view }: WorkerContext,
  leader: Claimed,
  followers: readonly Pending[],
  leaseUntil: number,
): Promise<Claimed[]> => {
  const claims = await Promise.allSettled(followers.map((it) => view.save(follow(it, leader, leaseUntil))));
  return claims.flatMap((claimed) => (claimed.status === 'fulfilled' ? (claimed.value ?? []) : []));
};

/** What an earlier try of any of them may have created is told with the one notification that all of them get. */
export const withDoubtOfAll = (leader: Claimed, followers: readonly Claimed[]): Claimed =>
  followers.some(({ possibleDuplicate }) => possibleDuplicate) ? withDoubt(leader) : leader;

/** Ends captures without a call: they fail, with one notice for all of them. */
export const failTogether = async (
  context: WorkerContext,
  members: Members<Pending>,
  failure: Failure,
): Promise<void> => {
  const claimed = await claimMembers(context, members, announceUntil(context));
  if (claimed) await failClaimed(context, claimed, failure);
};

/** Fails claimed captures, with one notice for all of them. */
export const failClaimed = async (
  context: WorkerContext,
  { leader, followers }: Members<Claimed>,
  failure: Failure,
): Promise<void> => {
  const marked = withDoubtOfAll(leader, followers);
  const failed = await context.view.save(fail(marked, failure, followers.map(covered), announceUntil(context)));
  if (failed) await announceCapture(context, failed);
};

/** Serves a capture with a snapshot that exists already. */
export const reuseSnapshot = async (context: WorkerContext, { capture, source }: Reuse): Promise<void> => {
  const reused = await context.view.save(reuse(capture, source, announceUntil(context)));
  if (!reused) return;
  context.measure('CapturesReused');
  await announceCapture(context, reused);
};
