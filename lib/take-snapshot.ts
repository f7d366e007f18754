import { announceCapture } from './announce.ts';
import { closeGate, currentToken, freshToken, mayStillSend, stampSlot, takeAnySlot, takeSlot } from './call.ts';
import { type Capture, testKeyOf } from './capture.ts';
import { displayNameOf } from './display-name.ts';
import type { Group } from './plan.ts';
import type { Quota, Slot } from './quota.ts';
import type { Lease } from './slots.ts';
import type { SnapshotAnswer } from './thousandeyes.ts';
import { claim, covered, create, fail, follow, putBack, putBackAlone, withDoubt } from './transitions.ts';
import { carryOut, judge } from './verdict.ts';
import { windowCovering } from './window.ts';
import { announceUntil, claimUntil, hasTimeForCall, type WorkerContext } from './worker-context.ts';

/** A 400 to a window that ended less than this before may be about a clock, not about the request. */
const FRESH_MS = 60_000;

/** A group that is ours: claimed, and with a slot to make its call on. */
interface Claimed {
  readonly leader: Capture;
  readonly followers: readonly Capture[];
  readonly lease: Lease;
}

/**
 * Takes one snapshot for a group: slot, claim, POST, ledger, notification. Each step is safe to die after.
 *
 * @param slot a slot that looked free; where another worker was faster, nothing happens
 */
export const takeSnapshot = async (context: WorkerContext, group: Group, slot: Slot, quota: Quota): Promise<void> => {
  const token = await currentToken(context, quota);
  if (token === undefined) return;
  const lease = await takeSlot(context, slot);
  if (lease === undefined) return;
  let mayBeSent = false;
  try {
    const claimed = await claimGroup(context, group, lease);
    if (claimed === undefined) return;
    if (!mayStillSend(context, lease) || !hasTimeForCall(context)) {
      await putBackAll(context, claimed);
      return;
    }
    mayBeSent = true;
    await post(context, claimed, token, quota);
  } finally {
    if (!mayBeSent) await stampSlot(context, lease, 'unsent');
  }
};

/** The leader first: whoever gets it gets the group. Followers that another worker took stay with that one. */
const claimGroup = async (
  context: WorkerContext,
  { leader, followers }: Group,
  lease: Lease,
): Promise<Claimed | undefined> => {
  const { book } = context;
  const claimedLeader = await book.save(claim(leader, claimUntil(context)));
  if (claimedLeader === undefined) return undefined;
  // A follower that cannot be claimed, for whatever reason, is left out: its lease or its turn brings it back.
  const claims = await Promise.allSettled(
    followers.map((follower) => book.save(follow(follower, leader, claimUntil(context)))),
  );
  const claimedFollowers = claims.flatMap((result) => (result.status === 'fulfilled' ? (result.value ?? []) : []));
  return { leader: claimedLeader, followers: claimedFollowers, lease };
};

const putBackAll = async ({ book }: WorkerContext, { leader, followers }: Claimed): Promise<void> => {
  await Promise.all([leader, ...followers].map((capture) => book.save(putBack(capture))));
};

const post = async (context: WorkerContext, claimed: Claimed, token: string, quota: Quota): Promise<void> => {
  const answer = await postOnce(context, claimed, token);
  if (answer.outcome !== 'unauthorized') return settle(context, claimed, answer, quota);

  // The token may have been rotated since it was cached: fetch it anew and try once, on a slot of its own.
  await stampSlot(context, claimed.lease, 'unauthorized');
  const fresh = await freshToken(context, quota);
  const lease = fresh && hasTimeForCall(context) ? await takeAnySlot(context) : undefined;
  if (fresh === undefined || lease === undefined) return putBackAll(context, claimed);
  const again = { ...claimed, lease };
  return settle(context, again, await postOnce(context, again, fresh), quota);
};

const postOnce = (context: WorkerContext, { leader, followers }: Claimed, token: string): Promise<SnapshotAnswer> => {
  const { testId, aid } = leader;
  if (testId === undefined) throw new Error(`capture ${leader.id} has no test id to POST to`);
  const { startDate, endDate } = windowCovering([leader, ...followers]) ?? leader;
  const displayName = displayNameOf(leader, { startDate, endDate });
  return context.thousandEyes.createSnapshot(token, { testId, aid, displayName, startDate, endDate });
};

/** Writes down what the answer means; stamping the slot goes beside it, neither waits for the other. */
const settle = async (
  context: WorkerContext,
  claimed: Claimed,
  answer: SnapshotAnswer,
  quota: Quota,
): Promise<void> => {
  const { log } = context;
  const { leader, followers, lease } = claimed;
  const fields = { captureId: leader.id, covers: followers.length, attempts: leader.attempts };
  const stamped = stampSlot(context, lease, answer.outcome);
  if (answer.outcome === 'created') {
    log.info('snapshot_created', fields);
    await Promise.all([stamped, settleCreated(context, claimed, answer, quota)]);
    return;
  }
  log.warn('snapshot_not_created', {
    ...fields,
    outcome: answer.outcome,
    ...('detail' in answer && { detail: answer.detail }),
  });
  await Promise.all([stamped, settleFailure(context, claimed, answer, quota)]);
};

const settleCreated = async (
  context: WorkerContext,
  { leader, followers }: Claimed,
  { snapshot }: Extract<SnapshotAnswer, { outcome: 'created' }>,
  { gate }: Quota,
): Promise<void> => {
  const { book, slots } = context;
  // What an earlier try of any of them may have created is told with the one notification that all of them get.
  const isDoubtful = [leader, ...followers].some(({ possibleDuplicate }) => possibleDuplicate);
  const marked = isDoubtful ? withDoubt(leader) : leader;
  const created = await book.save(create(marked, snapshot, followers.map(covered), announceUntil(context)));
  const key = testKeyOf(leader);
  if (key !== undefined) context.snapshotted.add(key);
  if (created) await announceCapture(context, created);
  if (gate.strikes > 0) await slots.clearStrikes();
};

const settleFailure = async (
  context: WorkerContext,
  { leader, followers }: Claimed,
  failure: Exclude<SnapshotAnswer, { outcome: 'created' }>,
  quota: Quota,
): Promise<void> => {
  const { book, now, random, settings } = context;
  const endsAt = Math.max(...[leader, ...followers].map(({ endDate }) => Date.parse(endDate)));
  const verdict = judge(failure, 'snapshot', now() - endsAt < FRESH_MS);
  await closeGate(context, verdict, failure, quota);
  const sentence = { now: now(), random, maxAttempts: settings.maxAttempts, leaseUntil: announceUntil(context) };

  if (verdict.kind === 'final' && verdict.code === 'rejected' && followers.length > 0) {
    // A range or a name is the group's: each of them has its own, and tries it alone.
    await Promise.all([leader, ...followers].map((capture) => book.save(putBackAlone(capture))));
    return;
  }
  if (verdict.kind === 'final') {
    // What is wrong with the test is wrong for all of the group: one notice for all.
    const { code, detail } = verdict;
    const failed = await book.save(fail(leader, { code, detail }, followers.map(covered), sentence.leaseUntil));
    if (failed) await announceCapture(context, failed);
    return;
  }
  const saved = await Promise.all(
    [leader, ...followers].map((capture) => book.save(carryOut(verdict, capture, sentence))),
  );
  const failed = saved.filter((capture) => capture !== undefined).filter(({ state }) => state === 'failed');
  await Promise.all(failed.map((capture) => announceCapture(context, capture)));
};
