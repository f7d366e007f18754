/** The values that one field of a cron expression may have. */
export interface FieldRule {
  /** The field's name in errors, such as `minutes` or `day-of-week`. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names for the numbers from `min` on, such as JAN. */
  readonly names?: readonly string[];
  /** EventBridge Scheduler accepts no steps for the day of the week. */
  readonly withoutSteps?: boolean;
}

/**
 * The numbers that a field names by lists, ranges and steps, in ascending order: `0,30`, `MON-FRI`, `1/10`, `*`.
 *
 * @throws Error with one sentence that names the allowed values
 */
export const readNumbers = (text: string, rule: FieldRule): readonly number[] => {
  const numbers = text.split(',').flatMap((part) => readPart(part, rule));
  return [...new Set(numbers)].toSorted((a, b) => a - b);
};

const readPart = (part: string, rule: FieldRule): readonly number[] => {
  const [range = '', stepText, ...rest] = part.split('/');
  if (rest.length > 0 || (rule.withoutSteps && stepText !== undefined)) throw fault(part, rule);
  const step = stepText === undefined ? 1 : readStep(stepText, part, rule);
  const [from, to] = readRange(range, part, rule, stepText !== undefined);
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
};

/** The first and last number of `*`, `5` or `1-5`. With a step, `5` means from 5 to the end. */
const readRange = (range: string, part: string, rule: FieldRule, hasStep: boolean): readonly [number, number] => {
  if (range === '*') return [rule.min, rule.max];
  const [first = '', last, ...rest] = range.split('-');
  if (rest.length > 0) throw fault(part, rule);
  const from = readNumber(first, part, rule);
  if (last === undefined) return [from, hasStep ? rule.max : from];
  const to = readNumber(last, part, rule);
  if (to < from) throw new Error(`${rule.name}: "${part}" has to go from low to high`);
  return [from, to];
};

const readNumber = (text: string, part: string, rule: FieldRule): number => {
  const named = rule.names?.indexOf(text) ?? -1;
  const value = named === -1 && /^\d{1,4}$/.test(text) ? Number(text) : rule.min + named;
  if (value < rule.min || value > rule.max) throw fault(part, rule);
  return value;
};

const readStep = (text: string, part: string, rule: FieldRule): number => {
  const step = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (step < 1 || step > rule.max) throw fault(part, rule);
  return step;
};

const fault = (part: string, { name, min, max, names, withoutSteps }: FieldRule): Error => {
  const named = names ? ` or ${names[0]}-${names.at(-1)}` : '';
  return new Error(`${name}: "${part}" is none of ${min}-${max}${named}, * , -${withoutSteps ? '' : ' /'}`);
};
