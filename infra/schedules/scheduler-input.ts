import { present } from '../../lib/present.ts';
import type { ScheduleInput } from '../../lib/intake/schedule-input.ts';
import type { Schedule } from './read-schedules.ts';

/** EventBridge Scheduler replaces this text with the time at which a run was due. */
export const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

/** The input of the schedule function when a schedule is due. */
export const inputOf = ({ name, hours, title, tests }: Schedule, scheduledTime: string): ScheduleInput => ({
  name,
  scheduledTime,
  hours,
  ...present({ title }),
  tests: tests.map(({ testId, aid }) => ({ testId, ...present({ aid }) })),
});
