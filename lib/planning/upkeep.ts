import {
  type Capture,
  type Claimed,
  type Created,
  type Failed,
  isOpen,
  isPending,
  type Pending,
} from '../captures/capture.ts';
import type { CaptureFields } from '../captures/capture-fields.ts';
import { CLOCK_SKEW_MS } from './quota.ts';

/* Captures that need recovery or have waited too long. All times are epoch milliseconds. */

/** Whether the lease of a capture ended before its work did: a worker died, or SNS did not answer. */
export const isAbandoned = (capture: Capture, now: number): capture is Claimed | Created | Failed =>
  isOpen(capture) && !isPending(capture) && (capture.leaseUntil ?? 0) + CLOCK_SKEW_MS <= now;

/**
 * Since when a capture has been waiting for its turn, in epoch milliseconds. For a capture that waits for the closing
 * snapshot of its test the time is in the future, because that wait is intended: no alarm and no GIVE_UP_HOURS counts
 * it.
 */
export const waitsSince = ({ sentAgainAt, receivedAt, grouped }: CaptureFields): number =>
  Math.max(sentAgainAt ?? receivedAt, grouped?.until ?? 0);

/**
 * Whether a pending capture has exceeded GIVE_UP_HOURS and must be reported as failed. `giveUpMs` is in milliseconds.
 */
export const isOverdue = (capture: Pending, now: number, giveUpMs: number): boolean =>
  now - waitsSince(capture) >= giveUpMs;
