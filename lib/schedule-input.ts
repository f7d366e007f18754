import * as z from 'zod';
import { WINDOW_HOURS } from './window.ts';

const id = z.string().regex(/^[1-9]\d{0,18}$/, { error: 'must be an id of digits' });

const scheduleInput = z.object({
  name: z.string().min(1),
  scheduledTime: z.iso.datetime({ error: 'must be a time in UTC such as 2026-03-02T06:00:00Z' }),
  hours: z.literal(WINDOW_HOURS, { error: `must be one of ${WINDOW_HOURS.join(', ')}` }).default(2),
  title: z.string().min(1).max(200).optional(),
  tests: z.array(z.object({ testId: id, aid: id.optional() })).min(1),
});

/**
 * The input that EventBridge Scheduler passes: what to capture, and the time at which it was due
 * (`<aws.scheduler.scheduled-time>`, the same for every delivery of one tick).
 */
export type ScheduleInput = z.input<typeof scheduleInput>;

/**
 * Reads the schedule function's event.
 *
 * @throws Error naming every field that does not fit
 */
export const readScheduleInput = (event: unknown): z.output<typeof scheduleInput> => {
  const parsed = scheduleInput.safeParse(event);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
  throw new Error(`The schedule’s input does not fit. ${faults.join('. ')}.`);
};
