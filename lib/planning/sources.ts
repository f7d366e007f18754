import type { Pending } from '../captures/capture.ts';
import { epochOf } from '../time.ts';
import type { Quota, Slot } from './quota.ts';

/**
 * Whether a snapshot that the slots do not remember may serve the capture. If not, no query for one is needed. A
 * snapshot that serves the capture is no older than the end of its window, and a slot remembers its snapshot for at
 * least a period. So only two cases remain: an older window, or a slot whose call has no known result.
 */
export const mayBeServedAlready = (
  { endDate }: Pending,
  { slots }: Quota,
  { reuseMs, periodMs }: { readonly reuseMs: number; readonly periodMs: number },
  now: number,
): boolean => now - epochOf(endDate) + reuseMs >= periodMs || slots.some((slot) => isUnaccounted(slot, now));

/**
 * Whether a slot is taken and its call has no recorded snapshot: the call runs, has failed, or could not be recorded.
 */
const isUnaccounted = ({ releaseAt, takenAt = 0, created }: Slot, now: number): boolean =>
  releaseAt > now && (created?.at ?? 0) < takenAt;
