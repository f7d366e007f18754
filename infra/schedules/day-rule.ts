import { type FieldRule, readNumbers } from './cron-field.ts';

/** Whether a cron expression names a day. The day is given by its midnight in UTC. */
export type MatchesDay = (day: Date) => boolean;

const DAY_OF_MONTH: FieldRule = { name: 'day-of-month', min: 1, max: 31 };
const DAY_OF_WEEK: FieldRule = {
  name: 'day-of-week',
  min: 1,
  max: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  withoutSteps: true,
};

/**
 * Reads the two day fields of a cron expression; exactly one of them has to be `?`. Day of the month: numbers, `L` (the
 * last day), `15W` (the weekday nearest to the 15th). Day of the week, 1 is Sunday: numbers and names, `L` (Saturday),
 * `6L` (the last Friday of the month), `3#2` (the second Tuesday).
 *
 * @throws Error with one sentence that describes the fault
 */
export const readDayRule = (dayOfMonth: string, dayOfWeek: string): MatchesDay => {
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new Error('exactly one of day-of-month and day-of-week has to be ?');
  }
  return dayOfWeek === '?' ? readDayOfMonth(dayOfMonth) : readDayOfWeek(dayOfWeek);
};

const readDayOfMonth = (text: string): MatchesDay => {
  if (text === 'L') return (day) => day.getUTCDate() === lastDateOf(day);
  const [, nearest] = /^(\d{1,2})W$/.exec(text) ?? [];
  const dates = readNumbers(nearest ?? text, DAY_OF_MONTH);
  if (nearest === undefined) return (day) => dates.includes(day.getUTCDate());
  return (day) => day.getUTCDate() === nearestWeekday(day, Number(nearest));
};

const readDayOfWeek = (text: string): MatchesDay => {
  const [, last] = /^([1-7])L$/.exec(text) ?? [];
  if (last !== undefined) {
    return (day) => day.getUTCDay() + 1 === Number(last) && day.getUTCDate() > lastDateOf(day) - 7;
  }
  const [, weekday, nth] = /^([1-7])#([1-5])$/.exec(text) ?? [];
  if (nth !== undefined) {
    return (day) => day.getUTCDay() + 1 === Number(weekday) && Math.ceil(day.getUTCDate() / 7) === Number(nth);
  }
  const days = readNumbers(text === 'L' ? '7' : text, DAY_OF_WEEK);
  return (day) => days.includes(day.getUTCDay() + 1);
};

const lastDateOf = (day: Date): number =>
  new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();

/**
 * The date of the weekday nearest to `date` in the month of `day`; undefined if the month has no such date. It never
 * leaves the month.
 */
const nearestWeekday = (day: Date, date: number): number | undefined => {
  const last = lastDateOf(day);
  if (date > last) return undefined;
  const weekday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), date)).getUTCDay();
  if (weekday === 6) return date === 1 ? 3 : date - 1;
  if (weekday === 0) return date === last ? date - 2 : date + 1;
  return date;
};
