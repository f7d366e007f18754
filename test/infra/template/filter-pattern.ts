/** A line of a log, by field. */
export type Line = Readonly<Record<string, string>>;

interface Term {
  readonly field: string;
  readonly isEqual: boolean;
  readonly value: RegExp;
}

const TERM = /^\(\$\.(\w+) (!?=) "([^"]*)"\)$/;

/** A filter pattern of CloudWatch Logs over JSON, as far as this project writes them: `{ ($.a = "b*") && ($.c != "d") }`. */
export const readPattern = (pattern: string): readonly Term[] => {
  const [, terms = ''] = /^\{ (.+) \}$/.exec(pattern) ?? [];
  return terms.split(' && ').map((term) => {
    const [, field, operator, value] = TERM.exec(term) ?? [];
    if (field === undefined || value === undefined) throw new Error(`not read: ${term}`);
    const parts = value.split('*').map((part) => part.replaceAll(/[^\w ]/g, String.raw`\$&`));
    return { field, isEqual: operator === '=', value: new RegExp(`^${parts.join('.*')}$`) };
  });
};

/** Whether a line fits. A field that the line does not have fits nothing. */
export const fits = (pattern: string, line: Line): boolean =>
  readPattern(pattern).every(({ field, isEqual, value }) => {
    const found = line[field];
    return found !== undefined && value.test(found) === isEqual;
  });
