import { announceCapture, measureEnd } from './announce.ts';
import { type Capture, isOpen } from '../captures/capture.ts';
import { isoOf } from '../time.ts';
import { CLOCK_SKEW_MS } from '../planning/quota.ts';
import { backOff, fail, renewLease, endWith, withDoubt } from '../captures/transitions.ts';
import { announceUntil, type WorkerContext } from './context.ts';

/** Whether somebody started on it and did not finish in time: a worker died, or SNS did not answer. */
export const isAbandoned = (capture: Capture, now: number): boolean =>
  capture.state !== 'pending' && (capture.leaseUntil ?? 0) + CLOCK_SKEW_MS <= now;

/** Whether a pending capture waited so long that it is to be told instead. */
export const isOverdue = (capture: Capture, now: number, giveUpMs: number): boolean =>
  capture.state === 'pending' && now - (capture.sentAgainAt ?? capture.receivedAt) >= giveUpMs;

/** Ends the wait of an overdue capture with a notice. */
export const giveUp = async (context: WorkerContext, capture: Capture): Promise<void> => {
  const failure = { code: 'gave_up', detail: `waiting since ${isoOf(capture.receivedAt)}` } as const;
  const failed = await context.view.save(fail(capture, failure, [], announceUntil(context)));
  if (failed) await announceCapture(context, failed);
};

/** Takes up what a dead worker left: the state table of `docs/design.md`, row by row. */
export const recover = async (context: WorkerContext, capture: Capture): Promise<void> => {
  const { view, log } = context;
  log.warn('abandoned_capture_mended', { captureId: capture.id, state: capture.state, attempts: capture.attempts });
  if (capture.state !== 'claimed') {
    const ours = await view.save(renewLease(capture, announceUntil(context)));
    if (ours) await announceCapture(context, ours);
    return;
  }
  const recovered = await recoverClaimed(context, capture);
  const saved = await view.save(recovered);
  if (saved && !isOpen(saved)) measureEnd(context, saved); // it was served by its leader
  if (saved?.state === 'failed' && saved.announcedAt === undefined) await announceCapture(context, saved);
};

/**
 * A claimed capture: nobody knows whether its POST was sent. A follower may have been served by its leader, and ends
 * with the leader's notice, not before;
 * a capture without a test cannot have been POSTed at all.
 */
const recoverClaimed = async (context: WorkerContext, capture: Capture): Promise<Capture> => {
  const { view, now, settings } = context;
  const leader = capture.mergedInto === undefined ? undefined : await view.read(capture.mergedInto);
  const isServed = leader?.covers?.some(({ captureId }) => captureId === capture.id) ?? false;
  if (leader && isServed)
    return isOpen(leader) ? renewLease(capture, announceUntil(context)) : endWith(capture, leader, now());

  const marked = capture.testId === undefined ? capture : withDoubt(capture);
  if (capture.attempts < settings.maxAttempts) return backOff(marked, now());
  const failure = { code: 'attempts_exhausted', detail: `abandoned ${capture.attempts} times` } as const;
  return fail(marked, failure, [], announceUntil(context));
};
