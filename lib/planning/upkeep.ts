import {
  type Capture,
  type Claimed,
  type Created,
  type Failed,
  isOpen,
  isPending,
  type Pending,
} from '../captures/capture.ts';
import { CLOCK_SKEW_MS } from './quota.ts';

/* What is to be mended before anything else. All times epoch milliseconds. */

/** Whether somebody started on it and did not finish in time: a worker died, or SNS did not answer. */
export const isAbandoned = (capture: Capture, now: number): capture is Claimed | Created | Failed =>
  isOpen(capture) && !isPending(capture) && (capture.leaseUntil ?? 0) + CLOCK_SKEW_MS <= now;

/** Whether a pending capture has been waiting for so long that it is to be told instead. */
export const isOverdue = ({ sentAgainAt, receivedAt }: Pending, now: number, giveUpMs: number): boolean =>
  now - (sentAgainAt ?? receivedAt) >= giveUpMs;
