import type { Capture, Created } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import { isBaseline, type Related, relatedOf, triggersBefore, wantsBaseline } from '../captures/related.ts';
import type { WorkerContext } from './context.ts';

/* The earlier snapshots in a message. Reading them must neither delay nor fail the message's own link. */

/** Reads the earlier snapshots for captures of one test, in one read. If the read fails, there are none. */
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

/** Stores the snapshot of a scheduled capture as the baseline for messages about later alerts. */
export const noteBaseline = async ({ baselines, log, now }: WorkerContext, capture: Created): Promise<void> => {
  if (!isBaseline(capture)) return;
  try {
    await baselines.note(capture, now());
  } catch (error) {
    log.error('baseline_not_noted', error, { captureId: capture.id }); // messages about later alerts name the previous baseline
  }
};
