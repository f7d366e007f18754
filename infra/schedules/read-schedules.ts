import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import { mustBe, orMissing } from '../../lib/runtime/schema-errors.ts';
import { NOT_WINDOW_HOURS, WINDOW_HOURS } from '../../lib/captures/window.ts';
import { readExpression, tidy } from './expression.ts';
import { nextRun } from './next-run.ts';
import { isTimeZone } from './time-zone.ts';
import { DECIMAL_ID, NOT_DECIMAL_ID } from '../../lib/alerts/decimal-id.ts';

const id = z
  .union([z.string(), z.number()], { error: orMissing(NOT_DECIMAL_ID) })
  .transform((value) => (typeof value === 'string' || Number.isSafeInteger(value) ? String(value) : ''))
  .pipe(z.string().regex(DECIMAL_ID, { error: NOT_DECIMAL_ID }));

/** Text that EventBridge Scheduler, CloudFormation and osls pass on unchanged. */
const title = z
  .string({ error: mustBe('text') })
  .regex(/^[^\p{Cc}]{1,100}$/u, { error: 'must be one line of 1 to 100 characters' })
  .refine((text) => !/\$\{|<aws\.scheduler\./.test(text), { error: 'must not have ${ or <aws.scheduler. in it' });

const NEVER_BEFORE = Date.UTC(1969, 11, 30);

const expression = z
  .string({ error: mustBe('rate(…) or cron(…)') })
  .transform(tidy)
  .superRefine((text, context) => {
    try {
      if (nextRun(readExpression(text), 'UTC', NEVER_BEFORE) === undefined) throw new Error('names no day that exists');
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    }
  });

const entry = z.strictObject(
  {
    name: z
      .string({ error: mustBe('text') })
      .regex(/^[\w-]{1,40}$/, { error: 'must be 1 to 40 of A-Z, a-z, 0-9, _ and -' }),
    schedule: expression,
    timezone: z
      .string({ error: mustBe('a time zone such as Europe/Berlin') })
      .refine(isTimeZone, { error: 'must be a time zone such as Europe/Berlin' })
      .default('UTC'),
    hours: z.literal(WINDOW_HOURS, { error: NOT_WINDOW_HOURS }).default(2),
    title: title.optional(),
    tests: z
      .array(z.strictObject({ testId: id, aid: id.optional() }, { error: mustBe('an object with a testId') }), {
        error: mustBe('a list of tests'),
      })
      .min(1, { error: 'must have 1 to 50 tests' })
      .max(50, { error: 'must have 1 to 50 tests' }),
  },
  { error: mustBe('an object with name, schedule and tests') },
);

/** One entry of `schedules.yml` with its defaults filled in. */
export type Schedule = z.infer<typeof entry>;

/** An error that names every fault of the file, each with its entry. */
export class SchedulesError extends Error {
  override readonly name = 'SchedulesError';
}

/**
 * Reads the schedules from a file's text. A file without content has none.
 *
 * @param file the file's name, for the error
 * @throws SchedulesError that names every fault and its entry
 */
export const parseSchedules = (text: string, file: string): readonly Schedule[] => {
  const entries = readYaml(text, file) ?? [];
  if (!Array.isArray(entries)) throw new SchedulesError(`${file} must be a list of schedules.`);

  const parsed = entries.map((value: unknown) => ({ value, ...entry.safeParse(value) }));
  const faults = parsed.flatMap(({ value, error: fault }, index) =>
    (fault?.issues ?? []).map((issue) => `${labelOf(value, index)}: ${sentenceOf(issue)}`),
  );
  faults.push(...repeatedNames(entries));
  if (faults.length > 0) throw new SchedulesError(`${file} has faults. ${faults.join('. ')}.`);
  return parsed.flatMap(({ data }) => data ?? []);
};

/** Reads the schedules from a file, as `parseSchedules` does. */
export const readSchedules = async (file: string): Promise<readonly Schedule[]> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new SchedulesError(`${file} cannot be read.`, { cause: error });
  });
  return parseSchedules(text, file);
};

const readYaml = (text: string, file: string): unknown => {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new SchedulesError(`${file} is not valid YAML. ${error.message.split(':\n')[0]}.`);
  try {
    return document.toJS();
  } catch (cause) {
    throw new SchedulesError(`${file} is not valid YAML: an alias does not resolve.`, { cause });
  }
};

const nameOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
    ? value.name
    : undefined;

const labelOf = (value: unknown, index: number): string => {
  const name = nameOf(value);
  return `schedule ${index + 1}${name === undefined ? '' : ` (${name})`}`;
};

const sentenceOf = (issue: z.core.$ZodIssue): string => {
  const where = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const field = where.replace(/^\./, '');
  if (issue.code !== 'unrecognized_keys') return `${field} ${issue.message}`.trim();
  return `${field} has the unknown ${issue.keys.length === 1 ? 'key' : 'keys'} ${issue.keys.join(', ')}`.trim();
};

const repeatedNames = (entries: readonly unknown[]): string[] =>
  entries.flatMap((value, index) => {
    const name = nameOf(value);
    const first = entries.findIndex((other) => nameOf(other) === name);
    return name !== undefined && first < index ? [`${labelOf(value, index)}: schedule ${first + 1} has this name`] : [];
  });
