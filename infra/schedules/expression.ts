import { type FieldRule, readNumbers } from './cron-field.ts';
import { type MatchesDay, readDayRule } from './day-rule.ts';

/** A fixed interval, counted from the creation of the schedule. */
export interface Rate {
  readonly kind: 'rate';
  readonly everyMs: number;
}

/** These minutes of these hours on the matching days, by the clock of the schedule's time zone. */
export interface Cron {
  readonly kind: 'cron';
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[];
  readonly matchesDay: MatchesDay;
}

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const MINUTES: FieldRule = { name: 'minutes', min: 0, max: 59 };
const HOURS: FieldRule = { name: 'hours', min: 0, max: 23 };
const MONTH: FieldRule = { name: 'month', min: 1, max: 12, names: MONTHS };
const YEAR: FieldRule = { name: 'year', min: 1970, max: 2199 };

/** An expression with its blanks as in the examples of EventBridge Scheduler. */
export const tidy = (text: string): string =>
  text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<=\() | (?=\))/g, '');

/**
 * Reads `rate(…)` and `cron(…)` by the rules of EventBridge Scheduler. Forms that its user guide does not name (ranges
 * from high to low, `LW`, lists of `#`) are refused, because Scheduler would reject them only in the middle of a
 * deployment.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 *
 * @throws Error with one sentence that describes the fault
 */
export const readExpression = (text: string): Rate | Cron => {
  const [, kind, content = ''] = /^(rate|cron)\((.*)\)$/.exec(text) ?? [];
  if (kind === 'rate') return readRate(content);
  if (kind === 'cron') return readCron(content);
  throw new Error('must be rate(…) or cron(…)');
};

const readRate = (content: string): Rate => {
  const [, value, unit, plural] = /^([1-9]\d{0,4}) (minute|hour|day)(s?)$/.exec(content) ?? [];
  if (!isUnit(unit)) throw new Error('rate(…) takes a whole number from 1 to 99999 and minutes, hours or days');
  if ((Number(value) === 1) !== (plural === '')) {
    throw new Error(`rate(${content}) has to be rate(${value} ${unit}${plural === '' ? 's' : ''})`);
  }
  return { kind: 'rate', everyMs: Number(value) * UNIT_MS[unit] };
};

const isUnit = (unit: string | undefined): unit is keyof typeof UNIT_MS => unit !== undefined && unit in UNIT_MS;

const readCron = (content: string): Cron => {
  const fields = content.split(' ').filter((field) => field !== '');
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) {
    throw new Error(
      `cron(…) takes six fields (minutes hours day-of-month month day-of-week year), and has ${fields.length}`,
    );
  }
  return {
    kind: 'cron',
    minutes: readNumbers(minutes, MINUTES),
    hours: readNumbers(hours, HOURS),
    months: readNumbers(month, MONTH),
    years: readNumbers(year, YEAR),
    matchesDay: readDayRule(dayOfMonth, dayOfWeek),
  };
};
