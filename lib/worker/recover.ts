import { type Capture, type Claimed, type Failed, isOpen, type Pending } from '../captures/capture.ts';
import { backOff, fail } from '../captures/transitions.ts';
import { endWith, leaveLeader, type Told } from '../captures/announcing.ts';
import { FREE, renewLease } from '../captures/lease.ts';
import { withDoubt } from '../captures/doubt.ts';
import { MAX_TRIES } from '../planning/retry.ts';
import { isOfNewerSchema } from '../ledger/items.ts';
import { isAbandoned } from '../planning/upkeep.ts';
import { announceUntil, type WorkerContext } from './context.ts';
import { measureEnd } from './tell.ts';

/**
 * Recovers a capture that a dead worker held, by the table of crashes in `docs/design.md`. A follower whose leader a newer
 * version of the code wrote is left to that version, as the leader is.
 */
export const recover = async (context: WorkerContext, capture: Claimed | Failed): Promise<void> => {
  const { view, log } = context;
  const leader = await leaderOf(context, capture);
  if (leader && isOfNewerSchema(leader)) return view.setAside(capture.id);
  if (leader && mayStillCover(leader, context.now()) && !(await view.save(renewLease(leader, FREE)))) return;
  log.warn('abandoned_capture_mended', { captureId: capture.id, state: capture.state, attempts: capture.attempts });
  const saved = await view.save(mended(context, capture, leader));
  if (saved !== undefined && !isOpen(saved)) measureEnd(context, saved); // its leader served it
};

/**
 * The leader of a follower. Its known version may be older than a pause of this process, so it is read again, unless the
 * recovery takes the leader: that write fails for an old version.
 */
const leaderOf = async (
  { view, now }: WorkerContext,
  { mergedInto }: Claimed | Failed,
): Promise<Capture | undefined> => {
  if (mergedInto === undefined) return undefined;
  const known = await view.read(mergedInto);
  return known && mayStillCover(known, now()) ? known : view.readAgain(mergedInto);
};

/**
 * Whether a long-paused process may still go on with a leader and cover its followers, although its lease has ended.
 * The recovery then takes the leader from that process before it releases a follower; otherwise two messages would
 * announce the follower.
 */
const mayStillCover = (leader: Capture, now: number): leader is Claimed | Failed =>
  isAbandoned(leader, now) &&
  (leader.state === 'claimed' || leader.state === 'failed') &&
  leader.covers === undefined &&
  leader.mergedInto === undefined;

/**
 * The recovered version. A follower that its leader covers ends with the leader's notice, not before. For any other
 * claimed capture it is unknown whether its POST was sent, except one without a test, which cannot have been POSTed.
 */
const mended = (
  context: WorkerContext,
  capture: Claimed | Failed,
  leader: Capture | undefined,
): Claimed | Pending | Failed | Told => {
  const { now } = context;
  const isServed = leader?.covers?.some(({ captureId }) => captureId === capture.id) ?? false;
  if (leader && isServed)
    return isOpen(leader) ? renewLease(capture, announceUntil(context)) : endWith(capture, leader, now());
  if (capture.state === 'failed') return leaveLeader(capture);

  const marked = capture.testId === undefined ? capture : withDoubt(capture);
  if (capture.attempts < MAX_TRIES[capture.testId === undefined ? 'lookup' : 'snapshot']) return backOff(marked, now());
  const failure = { code: 'attempts_exhausted', detail: `abandoned ${capture.attempts} times` } as const;
  return fail(marked, failure, [], FREE);
};
