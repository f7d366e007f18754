/** A line of a log, by field. */
export type Line = Readonly<Record<string, string>>;

interface Term {
  readonly field: string;
  readonly isEqual: boolean;
  readonly value: RegExp;
}

const TERM = /^\(\$\.(\w+) (!?=) "([^"]*)"\)$/;

/**
 * A JSON filter pattern of CloudWatch Logs, in the forms that this project uses: `{ ($.a = "b*") && ($.c != "d") }`.
 */
export const readPattern = (pattern: string): readonly Term[] => {
  const [, terms = ''] = /^\{ (.+) \}$/.exec(pattern) ?? [];
  return terms.split(' && ').map((term) => {
    const [, field, operator, value] = TERM.exec(term) ?? [];
    if (field === undefined || value === undefined) throw new Error(`not read: ${term}`);
    const parts = value.split('*').map((part) => part.replaceAll(/[^\w ]/g, String.raw`\$&`));
    return { field, isEqual: operator === '=', value: new RegExp(`^${parts.join('.*')}$`) };
  });
};

/** Whether a log line matches. A condition on a field that the line lacks never matches. */
export const fits = (pattern: string, line: Line): boolean =>
  readPattern(pattern).every(({ field, isEqual, value }) => {
    const found = line[field];
    return found !== undefined && value.test(found) === isEqual;
  });
