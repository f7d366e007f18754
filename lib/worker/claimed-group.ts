import type { Capture } from '../captures/capture.ts';
import type { Group } from '../planning/groups.ts';
import type { Lease } from '../ledger/slots.ts';
import { claim, follow, putBack } from '../captures/transitions.ts';
import { claimUntil, type WorkerContext } from './context.ts';

/** A group that is ours: claimed, and with a slot to make its call on. */
export interface ClaimedGroup {
  readonly leader: Capture;
  readonly followers: readonly Capture[];
  readonly lease: Lease;
}

/** The leader first: whoever gets it gets the group. Followers that another worker took stay with that one. */
export const claimGroup = async (
  context: WorkerContext,
  { leader, followers }: Group,
  lease: Lease,
): Promise<ClaimedGroup | undefined> => {
  const { view } = context;
  const claimedLeader = await view.save(claim(leader, claimUntil(context)));
  if (claimedLeader === undefined) return undefined;
  // A follower that cannot be claimed, for whatever reason, is left out: its lease or its turn brings it back.
  const claims = await Promise.allSettled(
    followers.map((follower) => view.save(follow(follower, leader, claimUntil(context)))),
  );
  const claimedFollowers = claims.flatMap((result) => (result.status === 'fulfilled' ? (result.value ?? []) : []));
  return { leader: claimedLeader, followers: claimedFollowers, lease };
};

/** Nothing was sent, or nothing came of it: all of them wait again, with their attempts. */
export const putBackAll = async ({ view }: WorkerContext, { leader, followers }: ClaimedGroup): Promise<void> => {
  await Promise.all([leader, ...followers].map((capture) => view.save(putBack(capture))));
};
