import { announceCapture } from './announce.ts';
import { closeGate, stampSlot } from './call.ts';
import type { ClaimedGroup } from './claimed-group.ts';
import type { Quota } from '../planning/quota.ts';
import type { SnapshotAnswer } from '../thousandeyes/client.ts';
import { covered, create, fail, putBackAlone, withDoubt } from '../captures/transitions.ts';
import { applyVerdict, judge, type Verdict } from '../planning/verdict.ts';
import { announceUntil, type WorkerContext } from './context.ts';

/** A 400 to a window that ended less than this before may be about a clock, not about the request. */
const FRESH_MS = 60_000;

/** Writes down what the answer means; stamping the slot goes beside it, neither waits for the other. */
export const settleSnapshot = async (
  context: WorkerContext,
  claimed: ClaimedGroup,
  answer: SnapshotAnswer,
  quota: Quota,
): Promise<void> => {
  const { log, measure } = context;
  const { leader, followers, lease } = claimed;
  const fields = { captureId: leader.id, covers: followers.length, attempts: leader.attempts };
  const stamped = stampSlot(context, lease, answer.outcome, leader);
  if (answer.outcome === 'created') {
    log.info('snapshot_created', fields);
    measure('SnapshotsCreated');
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
  { leader, followers }: ClaimedGroup,
  { snapshot }: Extract<SnapshotAnswer, { outcome: 'created' }>,
  { gate }: Quota,
): Promise<void> => {
  const { view, slots } = context;
  // What an earlier try of any of them may have created is told with the one notification that all of them get.
  const isDoubtful = [leader, ...followers].some(({ possibleDuplicate }) => possibleDuplicate);
  const marked = isDoubtful ? withDoubt(leader) : leader;
  const created = await view.save(create(marked, snapshot, followers.map(covered), announceUntil(context)));
  if (created) await announceCapture(context, created);
  if (gate.strikes > 0) await slots.clearStrikes();
};

const settleFailure = async (
  context: WorkerContext,
  { leader, followers }: ClaimedGroup,
  failure: Exclude<SnapshotAnswer, { outcome: 'created' }>,
  quota: Quota,
): Promise<void> => {
  const { now } = context;
  const endsAt = Math.max(...[leader, ...followers].map(({ endDate }) => Date.parse(endDate)));
  const verdict = judge(failure, 'snapshot', now() - endsAt < FRESH_MS);
  try {
    await closeGate(context, verdict, failure, quota);
  } finally {
    // A gate that cannot be written is no reason to leave the group in hand: it would be recovered as doubtful.
    await settleVerdict(context, { leader, followers }, verdict);
  }
};

const settleVerdict = async (
  context: WorkerContext,
  { leader, followers }: Pick<ClaimedGroup, 'leader' | 'followers'>,
  verdict: Verdict,
): Promise<void> => {
  const { view, now, random, settings } = context;
  const terms = { now: now(), random, maxAttempts: settings.maxAttempts, leaseUntil: announceUntil(context) };

  if (verdict.kind === 'final' && verdict.code === 'rejected' && followers.length > 0) {
    // A range or a name is the group's: each of them has its own, and tries it alone.
    await Promise.all([leader, ...followers].map((capture) => view.save(putBackAlone(capture))));
    return;
  }
  if (verdict.kind === 'final') {
    // What is wrong with the test is wrong for all of the group: one notice for all.
    const { code, detail } = verdict;
    const failed = await view.save(fail(leader, { code, detail }, followers.map(covered), terms.leaseUntil));
    if (failed) await announceCapture(context, failed);
    return;
  }
  const saved = await Promise.all(
    [leader, ...followers].map((capture) => view.save(applyVerdict(verdict, capture, terms))),
  );
  const failed = saved.filter((capture) => capture !== undefined).filter(({ state }) => state === 'failed');
  await Promise.all(failed.map((capture) => announceCapture(context, capture)));
};
