import type { Status } from '../lib/operator/status.ts';
import type { Invoked } from './lambda.ts';
import { timeOf } from './output/event-line.ts';
import { waitingText } from './output/waiting-text.ts';
import { type Paint, printable } from './output/paint.ts';

/** Keys of a log line that the report leaves out, because it shows time and message separately or not at all. */
const LEFT_OUT = new Set(['level', 'message', 'timestamp', 'service', 'sampling_rate', 'error', 'xray_trace_id']);

/**
 * Reports an invocation in lines: the function's answer, each of its decisions, and what waits now. Pure.
 *
 * @param status the status of the system afterwards; undefined if the caller may not read it
 */
export const reportInvocation = (
  name: string,
  { result, log }: Invoked,
  status: Status | undefined,
  paint: Paint,
): string => {
  const decisions = log.split('\n').flatMap((text) => decisionIn(text, paint));
  return [
    `${isRefusal(result) ? paint('red', '✖') : paint('green', '✔')} ${name} ${answerOf(result)}`,
    ...(decisions.length > 0 ? decisions : ['  It logged no decision: there was nothing to do.']),
    ...(status === undefined ? [] : [`  ${waitingText(status) ?? 'Nothing waits'}. ${slotsOf(status)}`]),
  ].join('\n');
};

/** Whether an HTTP function answered with an error status. */
export const isRefusal = (result: unknown): boolean =>
  ((result as { readonly statusCode?: number } | null)?.statusCode ?? 0) >= 400;

const answerOf = (result: unknown): string => {
  if (result === null || result === undefined) return 'is done.';
  const { statusCode, body } = result as { readonly statusCode?: number; readonly body?: string };
  if (statusCode === undefined) return `returned ${JSON.stringify(result)}`;
  return `answered ${statusCode} ${detailOf(body ?? '')}`.trimEnd();
};

/** The detail of an error body; any other body unchanged. */
const detailOf = (body: string): string => {
  const { detail } = body.startsWith('{') ? (JSON.parse(body) as { readonly detail?: unknown }) : {};
  return printable(typeof detail === 'string' ? detail : body);
};

const decisionIn = (text: string, paint: Paint): string[] => {
  if (!text.startsWith('{')) return [];
  const line = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const { timestamp, message, level, error } = line;
  const fields = Object.entries(line).flatMap(([key, value]) => (LEFT_OUT.has(key) ? [] : [`${key} ${String(value)}`]));
  const why = error === undefined ? [] : [String((error as { readonly message?: string }).message)];
  const what = printable(String(message).replaceAll('_', ' ')).padEnd(24);
  const shown = level === 'INFO' ? what : paint(level === 'WARN' ? 'yellow' : 'red', what);
  const more = paint('dim', printable([...why, ...fields].join(', ')));
  return [`  ${paint('dim', timeOf(Date.parse(String(timestamp))))} ${shown} ${more}`.trimEnd()];
};

const slotsOf = ({ slots: { free, limit } }: Status): string =>
  `${free} of ${limit} slots ${free === 1 ? 'is' : 'are'} free.`;
