import type { Pending } from '../captures/capture.ts';
import { epochOf } from '../time.ts';
import type { Quota, Slot } from './quota.ts';

/**
 * Whether there may be a snapshot that serves the capture and that the slots do not know: their memory spares a query on
 * looking for one. A snapshot that serves it is not older than its window's end, and a slot remembers the one that it
 * created for a period at least; so it is an older window, or a slot that does not say what came of its call.
 */
export const mayBeServedAlready = (
  { endDate }: Pending,
  { slots }: Quota,
  { reuseMs, periodMs }: { readonly reuseMs: number; readonly periodMs: number },
  now: number,
): boolean => now - epochOf(endDate) + reuseMs >= periodMs || slots.some((slot) => isUnaccounted(slot, now));

/** Whether a slot is taken without a word of what came of it: a call is under way, failed, or could not be written down. */
const isUnaccounted = ({ releaseAt, takenAt = 0, created }: Slot, now: number): boolean =>
  releaseAt > now && (created?.at ?? 0) < takenAt;
