import { captureIdOf, newCapture } from '../lib/captures/capture.ts';
import { present } from '../lib/alerts/fields.ts';
import { readConfig } from '../lib/runtime/config.ts';
import { connectIntake } from '../lib/wiring/wiring.ts';
import { type IntakeDeps, takeIn } from '../lib/intake/intake.ts';
import { createLog } from '../lib/runtime/log.ts';
import { createMeter, metered } from '../lib/runtime/metrics.ts';
import { readScheduleInput } from '../lib/intake/schedule-input.ts';
import { windowEndingAt } from '../lib/captures/window.ts';

export interface ScheduleDeps extends IntakeDeps {
  readonly now: () => number;
}

/**
 * Planned evidence: a capture for each test of the schedule, its window ending when it was due.
 * A tick that is delivered twice makes one capture a test. An input that does not fit throws, and so does a ledger that
 * cannot be written: Lambda tries again and then puts the input into the dead-letter queue.
 */
export const createSchedule =
  (deps: ScheduleDeps) =>
  async (event: unknown): Promise<void> => {
    const { name, scheduledTime, hours, title, tests } = readScheduleInput(event);
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

const meter = createMeter();

export const handler = metered(
  meter,
  createSchedule({
    ...connectIntake(config),
    log: createLog('schedule'),
    measure: meter.measure,
    now: Date.now,
  }),
);
