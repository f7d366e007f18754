import { captureOfSchedule } from '../captures/from-schedule.ts';
import { type IntakeDeps, takeIn } from './intake.ts';
import { readScheduleInput } from './schedule-input.ts';

export interface ScheduleDeps extends IntakeDeps {
  readonly now: () => number;
}

/**
 * Makes a capture for each test of a schedule; each window ends when the run was due. A run that is delivered twice
 * makes one capture for each test.
 *
 * @throws Error if the input does not fit or the ledger cannot be written: Lambda tries again, and then puts the input
 *   into the dead-letter queue
 */
export const createSchedule =
  (deps: ScheduleDeps) =>
  async (event: unknown): Promise<void> => {
    const evidence = readScheduleInput(event);
    const receivedAt = deps.now();
    for (const test of evidence.tests) {
      const capture = captureOfSchedule(evidence, test, receivedAt);
      const status = await takeIn(deps, capture);
      deps.log.info('scheduled_capture_taken_in', {
        captureId: capture.id,
        status,
        schedule: evidence.name,
        testId: test.testId,
      });
    }
  };
