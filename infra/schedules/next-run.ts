import type { Cron, Rate } from './expression.ts';
import { instantOf, wallClock } from './time-zone.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * When a schedule runs next: the first of its times after `after`. For a rate, `after` is the previous run. As in
 * EventBridge Scheduler, times skipped by daylight saving do not run; repeated times run once.
 *
 * @param after epoch milliseconds
 * @returns epoch milliseconds, or undefined if no time is left
 */
export const nextRun = (expression: Rate | Cron, timezone: string, after: number): number | undefined => {
  if (expression.kind === 'rate') return after + expression.everyMs;
  let wall = nextOnWall(expression, wallClock(timezone, after));
  while (wall !== undefined) {
    const instant = instantOf(timezone, wall);
    if (instant !== undefined && instant > after) return instant;
    wall = nextOnWall(expression, wall);
  }
  return undefined;
};

/** The next wall-clock time of the expression, as the epoch milliseconds of the same figures in UTC. */
const nextOnWall = ({ minutes, hours, months, years, matchesDay }: Cron, after: number): number | undefined => {
  const lastYear = years.at(-1) ?? 0;
  for (let midnight = Math.floor(after / DAY_MS) * DAY_MS; ; midnight += DAY_MS) {
    const day = new Date(midnight);
    if (day.getUTCFullYear() > lastYear) return undefined;
    if (!years.includes(day.getUTCFullYear()) || !months.includes(day.getUTCMonth() + 1) || !matchesDay(day)) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const at = midnight + hour * HOUR_MS + minute * MINUTE_MS;
        if (at > after) return at;
      }
    }
  }
};
