import { present } from '../present.ts';
import { epochOf } from '../time.ts';
import { newCapture, type Pending } from './capture.ts';
import { captureIdOf } from './identity.ts';
import { type WindowHours, windowEndingAt } from './window.ts';

/** The evidence that a schedule requests at one of its times. */
export interface ScheduledEvidence {
  readonly name: string;
  /** ISO 8601 in UTC: when the run was due, the same for every delivery of one run. */
  readonly scheduledTime: string;
  readonly hours: WindowHours;
  readonly title?: string | undefined;
}

/**
 * Makes the capture of one test of a schedule. Its window ends when the run was due, or now if that time is still
 * ahead.
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
