import { displayNameOf } from '../captures/display-name.ts';
import type { Lease } from '../ledger/slots.ts';
import { type Group, membersOf, windowOfGroup } from '../planning/groups.ts';
import type { Quota, Slot } from '../planning/quota.ts';
import type { SnapshotAnswer } from '../thousandeyes/client.ts';
import { allDone } from '../all-done.ts';
import { claimUntil, type WorkerContext } from './context.ts';
import { claimMembers } from './members.ts';
import { readRelated } from './related.ts';
import { type ClaimedGroup, putBackAll } from './settle-failure.ts';
import { settleSnapshot } from './settle-snapshot.ts';
import { mayStillSend, stampSlot, takeAnySlot, takeSlot } from './slot-lease.ts';
import { ask, enter, leave } from './upstream.ts';

/**
 * Takes one snapshot for a group: pass, slot, claim, POST, ledger, notification. A crash after any step loses nothing.
 *
 * @param slot a slot that looked free; if another worker was faster, nothing happens
 */
export const takeSnapshot = async (
  context: WorkerContext,
  group: Group,
  slot: Slot,
  { gate }: Quota,
): Promise<void> => {
  const pass = await enter(context, gate);
  if (pass === undefined) return;
  const lease = await takeSlot(context, slot);
  const claimed = lease && (await claimGroup(context, group, lease));
  if (claimed === undefined) return leave(context, pass, 'not_made');

  let { lease: held } = claimed;
  const takeAnother = async (): Promise<boolean> => {
    await stampSlot(context, held, 'unauthorized', claimed.leader);
    const another = await takeAnySlot(context, pass.probe).catch((error: unknown) => {
      context.log.error('no_second_slot', error, { captureId: claimed.leader.id });
      return undefined; // a 401 has created nothing, so the group is put back
    });
    if (another === undefined) return false;
    held = another;
    if (mayStillSend(context, held) && context.now() + context.settings.callTimeoutMs <= claimed.leader.leaseUntil)
      return true;
    await stampSlot(context, held, 'unsent', claimed.leader);
    return false;
  };
  const [answer, related] = await allDone([
    ask(context, pass, (token) => post(context, claimed, token), takeAnother),
    readRelated(context, membersOf(claimed)), // beside the call, so that the link does not wait for it
  ]);
  if (answer) return settleSnapshot(context, { ...claimed, lease: held }, answer, pass, related);
  await putBackAll(context, claimed);
  await leave(context, pass, 'not_made');
};

/**
 * Claims the group for a call; undefined, with the slot freed, if the leader was taken or no time is left for the call.
 */
const claimGroup = async (context: WorkerContext, group: Group, lease: Lease): Promise<ClaimedGroup | undefined> => {
  let mayBeSent = false;
  try {
    const members = await claimMembers(context, group, claimUntil(context));
    if (members === undefined) return undefined;
    mayBeSent = mayStillSend(context, lease);
    if (mayBeSent) return { ...members, lease };
    await putBackAll(context, { ...members, lease });
    return undefined;
  } finally {
    if (!mayBeSent) await stampSlot(context, lease, 'unsent', group.leader);
  }
};

const post = (context: WorkerContext, claimed: ClaimedGroup, token: string): Promise<SnapshotAnswer> => {
  const { leader } = claimed;
  const { testId, aid } = leader;
  if (testId === undefined) throw new Error(`capture ${leader.id} has no test id to POST to`);
  const { startDate, endDate } = windowOfGroup(claimed);
  const displayName = displayNameOf(leader, { startDate, endDate });
  return context.thousandEyes.createSnapshot(token, { testId, aid, displayName, startDate, endDate });
};
