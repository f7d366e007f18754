import * as z from 'zod/mini';
import { mustBe, orMissing } from '../runtime/schema-errors.ts';
import { NOT_WINDOW_HOURS, WINDOW_HOURS } from '../captures/window.ts';
import { DECIMAL_ID, NOT_DECIMAL_ID } from '../alerts/decimal-id.ts';

const id = z.string({ error: orMissing(NOT_DECIMAL_ID) }).check(z.regex(DECIMAL_ID, { error: NOT_DECIMAL_ID }));
const text = z.string({ error: mustBe('text') }).check(z.minLength(1, { error: 'must be text' }));

const scheduleInput = z.object(
  {
    name: text,
    scheduledTime: z.iso.datetime({ error: mustBe('a time in UTC such as 2026-03-02T06:00:00Z') }),
    hours: z._default(z.literal(WINDOW_HOURS, { error: NOT_WINDOW_HOURS }), 2),
    title: z.optional(text.check(z.maxLength(200, { error: 'must be shorter' }))),
    tests: z
      .array(z.object({ testId: id, aid: z.optional(id) }, { error: mustBe('an object with a testId') }), {
        error: mustBe('a list of tests'),
      })
      .check(z.minLength(1, { error: 'must have a test' })),
  },
  { error: mustBe('an object') },
);

/**
 * The input from EventBridge Scheduler: the tests to capture, and the time at which the run was due
 * (`<aws.scheduler.scheduled-time>`, the same for every delivery of one run).
 */
export type ScheduleInput = z.input<typeof scheduleInput>;

/**
 * Reads the schedule function's event.
 *
 * @throws Error that names every field that does not fit
 */
export const readScheduleInput = (event: unknown): z.output<typeof scheduleInput> => {
  const parsed = scheduleInput.safeParse(event);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'It'} ${message}`);
  throw new Error(`The schedule’s input does not fit. ${faults.join('. ')}.`);
};
