import type { ScheduleInput } from '../lib/intake/schedule-input.ts';
import { toSecond } from '../lib/captures/window.ts';
import { readExpression } from '../infra/schedules/expression.ts';
import { nextRun } from '../infra/schedules/next-run.ts';
import type { Schedule } from '../infra/schedules/read-schedules.ts';
import { inputOf } from '../infra/schedules/scheduler-input.ts';
import type { Invoke } from './lambda.ts';

const LOOK_EVERY_MS = 1000;

/**
 * Computes which schedules are due, each time at most once. A rate starts at once, as in EventBridge Scheduler. If the
 * machine slept and missed several runs of a schedule, only the last of them is due.
 *
 * @param startedAt epoch milliseconds
 */
export const createTimetable = (schedules: readonly Schedule[], startedAt: number) => {
  const entries = schedules.map((schedule) => {
    const expression = readExpression(schedule.schedule);
    const after = (time: number) => nextRun(expression, schedule.timezone, time);
    return { schedule, after, next: expression.kind === 'rate' ? startedAt : after(startedAt) };
  });
  return {
    /** The inputs of the schedules that became due since the last call. */
    due: (now: number): ScheduleInput[] =>
      entries.flatMap((entry) => {
        let dueAt: number | undefined;
        while (entry.next !== undefined && entry.next <= now) {
          dueAt = entry.next;
          entry.next = entry.after(dueAt);
        }
        return dueAt === undefined ? [] : [inputOf(entry.schedule, toSecond(dueAt))];
      }),
  };
};

export interface SchedulerOptions {
  readonly schedules: readonly Schedule[];
  /** Invokes the schedule function. */
  readonly invoke: Invoke;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** Emulates EventBridge Scheduler: checks every second, and invokes the function for each due schedule. */
export const startScheduler = ({ schedules, invoke, now, onError }: SchedulerOptions) => {
  const timetable = createTimetable(schedules, now());
  const look = () => {
    for (const input of timetable.due(now())) void invoke(input).catch(onError);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  look();
  return { stop: () => clearInterval(timer) };
};
