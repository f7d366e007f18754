import type { Claimed, Failed, Pending } from '../captures/capture.ts';
import { isOpen } from '../captures/capture.ts';
import {
  backOff,
  endWith,
  fail,
  FREE,
  leaveLeader,
  renewLease,
  type Told,
  withDoubt,
} from '../captures/transitions.ts';
import { MAX_TRIES } from '../planning/retry.ts';
import { announceUntil, type WorkerContext } from './context.ts';
import { measureEnd } from './tell.ts';

/** Takes up what a dead worker had in hand: the state table of `docs/design.md`, row by row. */
export const recover = async (context: WorkerContext, capture: Claimed | Failed): Promise<void> => {
  const { view, log } = context;
  log.warn('abandoned_capture_mended', { captureId: capture.id, state: capture.state, attempts: capture.attempts });
  const saved = await view.save(await mended(context, capture));
  if (saved !== undefined && !isOpen(saved)) measureEnd(context, saved); // it was served by its leader
};

/**
 * A follower may have been served by its leader, and ends with the leader's notice, not before. Of another claimed capture
 * nobody knows whether its POST was sent; one without a test cannot have been POSTed at all.
 */
const mended = async (
  context: WorkerContext,
  capture: Claimed | Failed,
): Promise<Claimed | Pending | Failed | Told> => {
  const { view, now } = context;
  const leader = capture.mergedInto === undefined ? undefined : await view.read(capture.mergedInto);
  const isServed = leader?.covers?.some(({ captureId }) => captureId === capture.id) ?? false;
  if (leader && isServed)
    return isOpen(leader) ? renewLease(capture, announceUntil(context)) : endWith(capture, leader, now());
  if (capture.state === 'failed') return leaveLeader(capture);

  const marked = capture.testId === undefined ? capture : withDoubt(capture);
  if (capture.attempts < MAX_TRIES[capture.testId === undefined ? 'lookup' : 'snapshot']) return backOff(marked, now());
  const failure = { code: 'attempts_exhausted', detail: `abandoned ${capture.attempts} times` } as const;
  return fail(marked, failure, [], FREE);
};
