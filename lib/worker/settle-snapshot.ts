import type { Claimed } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import type { Related } from '../captures/related.ts';
import { covered } from '../captures/covered.ts';
import { create } from '../captures/transitions.ts';
import { withDoubtOfAll } from '../captures/doubt.ts';
import type { SnapshotAnswer } from '../thousandeyes/client.ts';
import { allDone } from '../all-done.ts';
import { announceUntil, type WorkerContext } from './context.ts';
import { type ClaimedGroup, settleFailure } from './settle-failure.ts';
import { stampSlot } from './slot-lease.ts';
import { saveAndTell } from './tell.ts';
import { leave, type Pass } from './upstream.ts';

/** Records the answer to a POST. The slot is stamped in parallel; neither write waits for the other. */
export const settleSnapshot = async (
  context: WorkerContext,
  claimed: ClaimedGroup,
  answer: SnapshotAnswer,
  pass: Pass,
  related: Related,
): Promise<void> => {
  const { log, measure } = context;
  const { leader, followers, lease } = claimed;
  const fields = { captureId: leader.id, covers: followers.length, attempts: leader.attempts };
  const stamped = stampSlot(context, lease, answer.outcome, leader);
  if (answer.outcome === 'created') {
    log.info('snapshot_created', fields);
    measure('SnapshotsCreated');
    await allDone([
      stamped,
      forgetTroubles(context, leader, pass),
      leave(context, pass, 'came_through'),
      settleCreated(context, claimed, answer, related),
    ]);
    return;
  }
  const detail = 'detail' in answer && { detail: answer.detail };
  log.warn('snapshot_not_created', { ...fields, outcome: answer.outcome, ...detail });
  await allDone([stamped, settleFailure(context, claimed, answer, pass)]);
};

const settleCreated = async (
  context: WorkerContext,
  claimed: ClaimedGroup,
  { snapshot }: Extract<SnapshotAnswer, { outcome: 'created' }>,
  related: Related,
): Promise<void> => {
  const { leader, followers } = claimed;
  const marked = withDoubtOfAll(leader, followers);
  const end = create(marked, snapshot, followers.map(covered), announceUntil(context));
  await saveAndTell(context, { ...end, ...related });
};

/** Clears the gate's memory after a created snapshot: no test is in doubt, and this test exists. */
const forgetTroubles = async ({ slots }: WorkerContext, leader: Claimed, { gate }: Pass): Promise<void> => {
  const testKey = testKeyOf(leader);
  if (gate.doubts !== undefined) await slots.clearDoubts();
  if (testKey !== undefined && gate.missing?.[testKey] !== undefined) await slots.forgetMissing(testKey);
};
