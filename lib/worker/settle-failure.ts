import { type Claimed, isPending, type Pending } from '../captures/capture.ts';
import { groupKeyOf, testKeyOf } from '../captures/identity.ts';
import { putBack, putBackAlone } from '../captures/transitions.ts';
import type { Lease } from '../ledger/slots.ts';
import type { CallFailure } from '../planning/call-failure.ts';
import { MAX_FOLLOWERS, type Members, membersOf } from '../planning/groups.ts';
import { MAX_DOUBTS, MAX_MISSING, MISSING_MS } from '../planning/quota.ts';
import { applyVerdict, judge, judgeDoubt, type Verdict } from '../planning/verdict.ts';
import { epochOf } from '../time.ts';
import { allDone } from '../all-done.ts';
import { announceUntil, type WorkerContext } from './context.ts';
import { failClaimed } from './end.ts';
import { claimFollowers } from './members.ts';
import { leave, type Pass } from './upstream.ts';

/** A group that this worker has claimed, with a slot for its call. */
export interface ClaimedGroup extends Members<Claimed> {
  readonly lease: Lease;
}

/** Puts all captures of a group back, with their attempts: nothing was sent, or nothing was created. */
export const putBackAll = async ({ view }: WorkerContext, claimed: ClaimedGroup): Promise<void> => {
  await allDone(membersOf(claimed).map((capture) => view.save(putBack(capture))));
};

/** A 400 for a window that ended less than this ago may be due to a clock and not to the request. */
const FRESH_MS = 60_000;

/** Records a failed call, for the group and for the gate. */
export const settleFailure = async (
  context: WorkerContext,
  claimed: ClaimedGroup,
  failure: CallFailure,
  pass: Pass,
): Promise<void> => {
  const endsAt = Math.max(...membersOf(claimed).map(({ endDate }) => epochOf(endDate)));
  let verdict = judge(failure, 'snapshot', context.now() - endsAt < FRESH_MS);
  try {
    verdict = await countByTest(context, claimed.leader, verdict, pass);
    await leave(context, pass, { failure, verdict });
  } finally {
    // If the gate cannot be written, the group must not stay claimed: it would be recovered as doubtful.
    await settleVerdict(context, claimed, verdict);
  }
};

/**
 * Counts the failure over all tests: too many lost answers in a row are an outage, and a 404 is remembered for its
 * test.
 */
const countByTest = async (
  { slots, now, measure }: WorkerContext,
  leader: Claimed,
  verdict: Verdict,
  { gate }: Pass,
): Promise<Verdict> => {
  const testKey = testKeyOf(leader) ?? leader.id;
  if (verdict.kind === 'again' && verdict.doubt) {
    const known = gate.doubts?.length ?? 0;
    return judgeDoubt(verdict, known < MAX_DOUBTS ? await slots.noteDoubt(testKey) : known);
  }
  if (verdict.kind === 'final' && verdict.code === 'test_not_found') {
    const others = Object.entries(gate.missing ?? {}).filter(([key]) => key !== testKey);
    const past = others.filter(([, until]) => until <= now()).map(([key]) => key);
    const believed = others.length - past.length;
    if (believed < MAX_MISSING) await slots.noteMissing(testKey, now() + MISSING_MS, past);
    measure('UpstreamTestsMissing', 1 + believed);
  }
  return verdict;
};

const settleVerdict = async (context: WorkerContext, claimed: ClaimedGroup, verdict: Verdict): Promise<void> => {
  const { view, now, random } = context;
  if (verdict.kind === 'final' && verdict.refusal !== undefined) return settleRefused(context, claimed, verdict);
  const consequence = applyVerdict(verdict, membersOf(claimed), { now: now(), random, call: 'snapshot' });
  if (consequence.kind === 'wait') {
    await allDone(consequence.captures.map((capture) => view.save(capture)));
    return;
  }
  const [leader = claimed.leader, ...followers] = consequence.captures;
  await failClaimed(context, { leader, followers }, consequence.failure);
};

/**
 * Handles a refused request. The range and the name belong to the group, so after a group's refusal its leader is tried
 * alone. If that is refused in the same way, the test is the cause, and the whole group ends with one notice.
 */
const settleRefused = async (
  context: WorkerContext,
  claimed: ClaimedGroup,
  { code, detail, refusal = '' }: Extract<Verdict, { kind: 'final' }>,
): Promise<void> => {
  const { view } = context;
  const { leader, followers } = claimed;
  if (followers.length > 0) {
    await allDone(membersOf(claimed).map((capture) => view.save(putBackAlone(capture, refusal))));
    return;
  }
  const waiting = leader.refusal === refusal ? await restOfGroup(context, leader) : [];
  const others = await claimFollowers(context, leader, waiting, announceUntil(context));
  await failClaimed(context, { leader, followers: others }, { code, detail });
};

/** The captures of a refused group that wait for its leader's result. */
const restOfGroup = async ({ view }: WorkerContext, leader: Claimed): Promise<Pending[]> => {
  const testKey = testKeyOf(leader);
  if (testKey !== undefined) await view.readTest(testKey);
  const pending = view.sight().captures.filter(isPending);
  const alike = pending.filter((it) => groupKeyOf(it) === groupKeyOf(leader) && it.refusal === leader.refusal);
  return alike.slice(0, MAX_FOLLOWERS);
};
