import type { Capture, Created } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import { isBaseline, type Related, relatedOf, triggersBefore, wantsBaseline } from '../captures/related.ts';
import type { WorkerContext } from './context.ts';

/* What a message names beside its own snapshot. It is worth a read, and no delay and no failure of the link. */

/** Looks for it, in one read; nothing where that fails. The captures are of one test. */
export const readRelated = async (
  { baselines, log, now }: WorkerContext,
  members: readonly [Capture, ...Capture[]],
): Promise<Related> => {
  const [leader] = members;
  const testKey = testKeyOf(leader);
  if (testKey === undefined || !wantsBaseline(members)) return {};
  try {
    const { baseline, captures } = await baselines.readWith(testKey, triggersBefore(members));
    return relatedOf(members, captures, baseline, now());
  } catch (error) {
    log.error('related_not_read', error, { captureId: leader.id });
    return {};
  }
};

/** Notes the snapshot of a scheduled capture for the messages of later alerts. */
export const noteBaseline = async ({ baselines, log, now }: WorkerContext, capture: Created): Promise<void> => {
  if (!isBaseline(capture)) return;
  try {
    await baselines.note(capture, now());
  } catch (error) {
    log.error('baseline_not_noted', error, { captureId: capture.id }); // later alerts name the one before
  }
};
