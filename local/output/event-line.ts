import { fit, type Paint, printable, widthOf } from './paint.ts';

/** The fields of a message that a line shows. */
export interface ShownEvent {
  readonly status?: string;
  readonly reason?: string;
  readonly severity?: string;
  readonly testId?: string;
  readonly testName?: string;
  readonly link?: string;
  readonly captureUrl?: string;
  readonly captureIds?: readonly string[];
  readonly error?: { readonly code?: string; readonly detail?: string; readonly advice?: string };
}

const NAME_WIDTH = { most: 24, least: 12 };
const INDENT = '           '; // as wide as the time and the mark

const MARKS: Readonly<Record<string, readonly ['green' | 'cyan' | 'red', string]>> = {
  created: ['green', '✔'],
  reused: ['cyan', '↺'],
  failed: ['red', '✖'],
};

const SEVERITIES: Readonly<Record<string, Parameters<Paint>[0]>> = {
  critical: ['bold', 'red'],
  major: 'red',
  minor: 'yellow',
  info: 'dim',
};

/** A time such as `04:10:05`, in UTC as on the board. */
export const timeOf = (at: number): string => new Date(at).toISOString().slice(11, 19);

/**
 * A line that begins with its time. If `tail` does not fit beside `head`, it follows on the next line, so no link is
 * cut.
 */
export const line = (at: number, head: string, tail: string, columns: number, paint: Paint): string => {
  const start = `${paint('dim', timeOf(at))} ${head}`;
  const isShort = widthOf(start) + 2 + widthOf(tail) <= columns;
  return tail === '' ? `${start}\n` : isShort ? `${start}  ${tail}\n` : `${start}\n${INDENT}${tail}\n`;
};

/**
 * A message of the topic as a line: `04:10:05 ✔ Shop checkout  critical  https://…`. Pure.
 *
 * @param at when the message arrived, in epoch milliseconds
 * @param columns the width of the terminal
 */
export const eventLine = (event: ShownEvent, at: number, columns: number, paint: Paint): string => {
  const { status = '', reason, severity = '', captureIds = [] } = event;
  const [color, mark] = MARKS[status] ?? ['cyan', '•'];
  const name = printable(event.testName ?? (event.testId === undefined ? 'an alert' : `test ${event.testId}`));
  const width = Math.max(NAME_WIDTH.least, Math.min(NAME_WIDTH.most, columns - 60));
  const kind = reason === 'manual' ? 'by hand' : reason === 'schedule' ? 'planned' : severity;
  const count = captureIds.length > 1 ? ` ${paint('dim', `×${captureIds.length}`)}` : '';
  const head = `${paint(color, mark)} ${fit(name, width)} ${paint(SEVERITIES[kind] ?? 'dim', kind.padEnd(8))}${count}`;
  return line(at, head, tailOf(event, paint), columns, paint);
};

const tailOf = ({ link, captureUrl, error }: ShownEvent, paint: Paint): string => {
  if (error !== undefined) {
    const advice = error.advice === undefined ? '' : `\n${INDENT}${paint('dim', printable(error.advice))}`;
    return `${printable(error.detail ?? error.code ?? 'failed')}${advice}`;
  }
  return paint('cyan', printable(link ?? captureUrl ?? ''));
};
