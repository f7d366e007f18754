import { currentToken, freshToken, mayStillSend, measureAnswer, stampSlot, takeAnySlot, takeSlot } from './call.ts';
import { type ClaimedGroup, claimGroup, putBackAll } from './claimed-group.ts';
import { displayNameOf } from '../captures/display-name.ts';
import { type Group, windowOfGroup } from '../planning/groups.ts';
import type { Quota, Slot } from '../planning/quota.ts';
import { settleSnapshot } from './settle-snapshot.ts';
import type { SnapshotAnswer } from '../thousandeyes/client.ts';
import { hasTimeForCall, type WorkerContext } from './context.ts';

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
    if (!mayStillSend(context, lease)) {
      await putBackAll(context, claimed);
      return;
    }
    mayBeSent = true;
    await post(context, claimed, token, quota);
  } finally {
    if (!mayBeSent) await stampSlot(context, lease, 'unsent');
  }
};

const post = async (context: WorkerContext, claimed: ClaimedGroup, token: string, quota: Quota): Promise<void> => {
  const answer = await postOnce(context, claimed, token);
  if (answer.outcome !== 'unauthorized') return settleSnapshot(context, claimed, answer, quota);

  // The token may have been rotated since it was cached: a new one is tried once, on a slot of its own.
  const fresh = await freshToken(context, quota);
  if (fresh === token) return settleSnapshot(context, claimed, answer, quota);
  await stampSlot(context, claimed.lease, 'unauthorized');
  const lease = fresh !== undefined && hasTimeForCall(context) ? await takeAnySlot(context) : undefined;
  if (fresh === undefined || lease === undefined) return putBackAll(context, claimed);
  if (!mayStillSend(context, lease)) {
    await Promise.all([stampSlot(context, lease, 'unsent'), putBackAll(context, claimed)]);
    return;
  }
  const again = { ...claimed, lease };
  return settleSnapshot(context, again, await postOnce(context, again, fresh), quota);
};

const postOnce = async (context: WorkerContext, claimed: ClaimedGroup, token: string): Promise<SnapshotAnswer> => {
  const { leader } = claimed;
  const { testId, aid } = leader;
  if (testId === undefined) throw new Error(`capture ${leader.id} has no test id to POST to`);
  const { startDate, endDate } = windowOfGroup(claimed);
  const displayName = displayNameOf(leader, { startDate, endDate });
  const answer = await context.thousandEyes.createSnapshot(token, { testId, aid, displayName, startDate, endDate });
  measureAnswer(context, answer.outcome);
  return answer;
};
