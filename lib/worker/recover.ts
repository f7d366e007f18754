import type { Claimed, Created, Failed, FailedAnnounced, Pending, Published } from '../captures/capture.ts';
import { isOpen } from '../captures/capture.ts';
import { backOff, endWith, fail, renewLease, withDoubt } from '../captures/transitions.ts';
import { MAX_TRIES } from '../planning/retry.ts';
import { announceCapture, measureEnd } from './announce.ts';
import { announceUntil, type WorkerContext } from './context.ts';

/** Takes up what a dead worker left: the state table of `docs/design.md`, row by row. */
export const recover = async (context: WorkerContext, capture: Claimed | Created | Failed): Promise<void> => {
  const { view, log } = context;
  log.warn('abandoned_capture_mended', { captureId: capture.id, state: capture.state, attempts: capture.attempts });
  if (capture.state !== 'claimed') {
    const ours = await view.save(renewLease(capture, announceUntil(context)));
    if (ours) await announceCapture(context, ours);
    return;
  }
  const saved = await view.save(await recoverClaimed(context, capture));
  if (saved === undefined) return;
  if (!isOpen(saved))
    measureEnd(context, saved); // it was served by its leader
  else if (saved.state === 'failed') await announceCapture(context, saved);
};

/**
 * A claimed capture: nobody knows whether its POST was sent. A follower may have been served by its leader, and ends
 * with the leader's notice, not before; a capture without a test cannot have been POSTed at all.
 */
const recoverClaimed = async (
  context: WorkerContext,
  capture: Claimed,
): Promise<Claimed | Pending | Failed | Published | FailedAnnounced> => {
  const { view, now } = context;
  const leader = capture.mergedInto === undefined ? undefined : await view.read(capture.mergedInto);
  const isServed = leader?.covers?.some(({ captureId }) => captureId === capture.id) ?? false;
  if (leader && isServed)
    return isOpen(leader) ? renewLease(capture, announceUntil(context)) : endWith(capture, leader, now());

  const marked = capture.testId === undefined ? capture : withDoubt(capture);
  if (capture.attempts < MAX_TRIES[capture.testId === undefined ? 'lookup' : 'snapshot']) return backOff(marked, now());
  const failure = { code: 'attempts_exhausted', detail: `abandoned ${capture.attempts} times` } as const;
  return fail(marked, failure, [], announceUntil(context));
};
