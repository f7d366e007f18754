import * as z from 'zod';
import { captureIdOf, newCapture } from '../lib/capture.ts';
import { present } from '../lib/alert-fields.ts';
import { readConfig } from '../lib/config.ts';
import { connectIntake } from '../lib/connect.ts';
import { type IntakeDeps, takeIn } from '../lib/intake.ts';
import { createLog } from '../lib/log.ts';
import { WINDOW_HOURS, windowEndingAt } from '../lib/window.ts';

const id = z.string().regex(/^[1-9]\d{0,18}$/, { error: 'must be a decimal id' });

/** The input that EventBridge Scheduler passes: what to capture, and the time at which it was due. */
const scheduleInput = z.object({
  name: z.string().min(1),
  /** `<aws.scheduler.scheduled-time>`: the same for every delivery of one tick. */
  scheduledTime: z.iso.datetime(),
  hours: z.literal(WINDOW_HOURS).default(2),
  title: z.string().min(1).max(200).optional(),
  tests: z.array(z.object({ testId: id, aid: id.optional() })).min(1),
});

export interface ScheduleDeps extends IntakeDeps {
  readonly now: () => number;
}

/**
 * Planned evidence: a capture for each test of the schedule, its window ending when it was due.
 * A tick that is delivered twice makes one capture a test. An input that does not fit throws: Scheduler keeps it.
 */
export const createSchedule =
  (deps: ScheduleDeps) =>
  async (event: unknown): Promise<void> => {
    const { name, scheduledTime, hours, title, tests } = scheduleInput.parse(event);
    const receivedAt = deps.now();
    for (const { testId, aid } of tests) {
      const capture = newCapture({
        id: captureIdOf('schedule', name, scheduledTime, aid, testId),
        reason: 'schedule',
        receivedAt,
        severity: 'unknown',
        testId,
        ...windowEndingAt(Math.min(receivedAt, Date.parse(scheduledTime)), hours),
        ...present({ aid, displayName: title }),
      });
      const status = await takeIn(deps, capture);
      deps.log.info('scheduled_capture_taken_in', { captureId: capture.id, status, schedule: name, testId });
    }
  };

const config = readConfig('schedule', process.env);

export const handler = createSchedule({ ...connectIntake(config), log: createLog('schedule'), now: Date.now });
