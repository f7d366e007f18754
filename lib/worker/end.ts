import type { Claimed, Failed, Pending } from '../captures/capture.ts';
import type { Failure } from '../captures/failure.ts';
import { withoutOwn } from '../captures/related.ts';
import { covered } from '../captures/covered.ts';
import { fail, reuse } from '../captures/transitions.ts';
import { FREE, renewLease } from '../captures/lease.ts';
import { gather, join } from '../captures/announcing.ts';
import { withDoubtOfAll } from '../captures/doubt.ts';
import { type Members, membersOf } from '../planning/groups.ts';
import type { Reuse } from '../planning/plan.ts';
import { type Held, isToldTogether } from '../planning/tellings.ts';
import { allDone } from '../all-done.ts';
import { announceUntil, type WorkerContext } from './context.ts';
import { claimMembers } from './members.ts';
import { readRelated } from './related.ts';

/* Records ends that need no call. No worker holds the captures afterwards; they wait for a turn of the topic. */

/** Fails pending captures without a call, with one notice for all of them. */
export const failTogether = async (
  context: WorkerContext,
  members: Members<Pending>,
  failure: Failure,
): Promise<void> => {
  if (isToldTogether(failure)) {
    await allDone(membersOf(members).map((it) => context.view.save(fail(it, failure, [], FREE))));
    return;
  }
  const claimed = await claimMembers(context, members, announceUntil(context));
  if (claimed) await failClaimed(context, claimed, failure);
};

/** Fails claimed captures, with one notice for all of them. */
export const failClaimed = async (
  { view }: WorkerContext,
  { leader, followers }: Members<Claimed>,
  failure: Failure,
): Promise<void> => {
  await view.save(fail(withDoubtOfAll(leader, followers), failure, followers.map(covered), FREE));
};

/** Serves captures with an existing snapshot, with one message for all of them. */
export const reuseSnapshot = async (context: WorkerContext, { source, ...pending }: Reuse): Promise<void> => {
  const { view, measure } = context;
  const isAlone = pending.followers.length === 0; // no claim is needed, because one write takes and ends the capture
  const [members, read] = await allDone([
    isAlone ? pending : claimMembers(context, pending, announceUntil(context)),
    readRelated(context, membersOf(pending)),
  ]);
  if (members === undefined) return;
  const related = withoutOwn(read, source.snapshot.link);
  const leader = withDoubtOfAll<Pending | Claimed>(members.leader, members.followers);
  const end = reuse(leader, source, members.followers.map(covered), FREE);
  if (await view.save({ ...end, ...related })) measure('CapturesReused');
};

/** Holds a failure back until the rest of its message has arrived. */
export const hold = async ({ view }: WorkerContext, { capture, until }: Held): Promise<void> => {
  await view.save(renewLease(capture, until));
};

/** Makes one notice of failures that share a message. A failure that cannot join goes into the next message. */
export const gatherFailures = async (context: WorkerContext, { leader, followers }: Members<Failed>): Promise<void> => {
  const { view } = context;
  const until = announceUntil(context);
  const ours = await view.save(renewLease(leader, until));
  if (ours === undefined) return;
  const joined = await Promise.allSettled(followers.map((it) => view.save(join(it, ours, until))));
  const covers = joined.flatMap((it) => (it.status === 'fulfilled' ? (it.value ?? []) : []));
  await view.save(gather(ours, covers));
};
