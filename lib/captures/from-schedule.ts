import { present } from '../present.ts';
import { epochOf } from '../time.ts';
import { newCapture, type Pending } from './capture.ts';
import { captureIdOf } from './identity.ts';
import { type WindowHours, windowEndingAt } from './window.ts';

/** What a schedule asks for at one of its times. */
export interface ScheduledEvidence {
  readonly name: string;
  /** ISO 8601 in UTC: when it was due, the same for every delivery of one tick. */
  readonly scheduledTime: string;
  readonly hours: WindowHours;
  readonly title?: string | undefined;
}

/**
 * The capture of one test of a schedule. Its window ends when the schedule was due, or now where that is still ahead.
 *
 * @param receivedAt epoch milliseconds
 */
export const captureOfSchedule = (
  { name, scheduledTime, hours, title }: ScheduledEvidence,
  { testId, aid }: { readonly testId: string; readonly aid?: string | undefined },
  receivedAt: number,
): Pending =>
  newCapture({
    id: captureIdOf('schedule', name, scheduledTime, aid, testId),
    reason: 'schedule',
    receivedAt,
    severity: 'unknown',
    testId,
    ...windowEndingAt(Math.min(receivedAt, epochOf(scheduledTime)), hours),
    ...present({ aid, displayName: title }),
  });
