import { present } from '../../lib/present.ts';
import type { ScheduleInput } from '../../lib/intake/schedule-input.ts';
import type { Schedule } from './read-schedules.ts';

/** Scheduler puts the time at which a run was due in its place. */
export const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

/** What the schedule function is invoked with when a schedule is due. */
export const inputOf = ({ name, hours, title, tests }: Schedule, scheduledTime: string): ScheduleInput => ({
  name,
  scheduledTime,
  hours,
  ...present({ title }),
  tests: tests.map(({ testId, aid }) => ({ testId, ...present({ aid }) })),
});
