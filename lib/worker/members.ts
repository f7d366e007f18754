import type { Claimed, Pending } from '../captures/capture.ts';
import { claim, follow, group } from '../captures/transitions.ts';
import type { Sleeper } from '../planning/closing.ts';
import type { Members } from '../planning/groups.ts';
import type { WorkerContext } from './context.ts';

/* Captures that share one outcome: one leads, the others follow. */

/** Puts an alert off until the closing snapshot of its test is due, because the test has a recent link already. */
export const waitForClosing = async (
  { view, log, now }: WorkerContext,
  { capture, grouped }: Sleeper,
): Promise<void> => {
  if ((await view.save(group(capture, grouped))) === undefined) return;
  log.info('alert_grouped', { captureId: capture.id, openedBy: grouped.openedBy, dueInMs: grouped.until - now() });
};

/**
 * Claims captures together. It claims the leader first; losing it means losing the group. A follower that another
 * worker took is left out.
 *
 * @param leaseUntil epoch milliseconds
 * @returns undefined if another worker took the leader
 */
export const claimMembers = async (
  context: WorkerContext,
  { leader, followers }: Members<Pending>,
  leaseUntil: number,
): Promise<Members<Claimed> | undefined> => {
  const claimed = await context.view.save(claim(leader, leaseUntil));
  return claimed && { leader: claimed, followers: await claimFollowers(context, claimed, followers, leaseUntil) };
};

/**
 * Claims followers for a leader that this worker holds. A capture that cannot be claimed is left out; its lease or its
 * turn brings it back.
 */
export const claimFollowers = async (
  { view }: WorkerContext,
  leader: Claimed,
  followers: readonly Pending[],
  leaseUntil: number,
): Promise<Claimed[]> => {
  const claims = await Promise.allSettled(followers.map((it) => view.save(follow(it, leader, leaseUntil))));
  return claims.flatMap((claimed) => (claimed.status === 'fulfilled' ? (claimed.value ?? []) : []));
};
