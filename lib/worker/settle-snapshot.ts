import { isOpen, type Claimed, type Failed } from '../captures/capture.ts';
import { covered, create, fail, putBack, putBackAlone, withDoubt } from '../captures/transitions.ts';
import type { Lease } from '../ledger/slots.ts';
import { applyVerdict, judge, type Verdict } from '../planning/verdict.ts';
import type { SnapshotAnswer } from '../thousandeyes/client.ts';
import { epochOf } from '../time.ts';
import { announceCapture } from './announce.ts';
import { allDone, announceUntil, type WorkerContext } from './context.ts';
import { stampSlot } from './slot-lease.ts';
import { leave, type Pass } from './upstream.ts';

/** A group that is ours: claimed, and with a slot to make its call on. */
export interface ClaimedGroup {
  readonly leader: Claimed;
  readonly followers: readonly Claimed[];
  readonly lease: Lease;
}

/** A 400 to a window that ended less than this before may be about a clock, not about the request. */
const FRESH_MS = 60_000;

const membersOf = ({ leader, followers }: ClaimedGroup): readonly Claimed[] => [leader, ...followers];

/** Nothing was sent, or nothing came of it: all of them wait again, with their attempts. */
export const putBackAll = async ({ view }: WorkerContext, claimed: ClaimedGroup): Promise<void> => {
  await allDone(membersOf(claimed).map((capture) => view.save(putBack(capture))));
};

/** Writes down what the answer means; stamping the slot goes beside it, neither waits for the other. */
export const settleSnapshot = async (
  context: WorkerContext,
  claimed: ClaimedGroup,
  answer: SnapshotAnswer,
  pass: Pass,
): Promise<void> => {
  const { log, measure } = context;
  const { leader, followers, lease } = claimed;
  const fields = { captureId: leader.id, covers: followers.length, attempts: leader.attempts };
  const stamped = stampSlot(context, lease, answer.outcome, leader);
  if (answer.outcome === 'created') {
    log.info('snapshot_created', fields);
    measure('SnapshotsCreated');
    await allDone([stamped, leave(context, pass, 'came_through'), settleCreated(context, claimed, answer)]);
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
): Promise<void> => {
  const { leader, followers } = claimed;
  // What an earlier try of any of them may have created is told with the one notification that all of them get.
  const isDoubtful = membersOf(claimed).some(({ possibleDuplicate }) => possibleDuplicate);
  const marked = isDoubtful ? withDoubt(leader) : leader;
  const created = await context.view.save(create(marked, snapshot, followers.map(covered), announceUntil(context)));
  if (created) await announceCapture(context, created);
};

const settleFailure = async (
  context: WorkerContext,
  claimed: ClaimedGroup,
  failure: Exclude<SnapshotAnswer, { outcome: 'created' }>,
  pass: Pass,
): Promise<void> => {
  const endsAt = Math.max(...membersOf(claimed).map(({ endDate }) => epochOf(endDate)));
  const verdict = judge(failure, 'snapshot', context.now() - endsAt < FRESH_MS);
  try {
    await leave(context, pass, { failure, verdict });
  } finally {
    // A gate that cannot be written is no reason to leave the group in hand: it would be recovered as doubtful.
    await settleVerdict(context, claimed, verdict);
  }
};

const settleVerdict = async (context: WorkerContext, claimed: ClaimedGroup, verdict: Verdict): Promise<void> => {
  const { view, now, random, settings } = context;
  const { leader, followers } = claimed;
  const terms = { now: now(), random, maxAttempts: settings.maxAttempts, leaseUntil: announceUntil(context) };

  if (verdict.kind === 'final' && verdict.code === 'rejected' && followers.length > 0) {
    // A range or a name is the group's: each of them has its own, and tries it alone.
    await allDone(membersOf(claimed).map((capture) => view.save(putBackAlone(capture))));
    return;
  }
  if (verdict.kind === 'final') {
    // What is wrong with the test is wrong for all of the group: one notice for all.
    const { code, detail } = verdict;
    const failed = await view.save(fail(leader, { code, detail }, followers.map(covered), terms.leaseUntil));
    if (failed) await announceCapture(context, failed);
    return;
  }
  const saved = await allDone(membersOf(claimed).map((capture) => view.save(applyVerdict(verdict, capture, terms))));
  const failed = saved.filter((capture): capture is Failed => capture?.state === 'failed' && isOpen(capture));
  await allDone(failed.map((capture) => announceCapture(context, capture)));
};
