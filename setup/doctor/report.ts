import { styleText } from 'node:util';
import { oneLine } from '../../lib/text.ts';
import { CHECKS, type CheckId, type Findings, type Judgment, type Outcome, skipped } from './checks/finding.ts';

type ReportLine = { readonly check: CheckId } & Judgment;

/** Every check, in the order of CHECKS. */
export type Report = readonly ReportLine[];

/** Why a check has no judgment if its probe did not run. */
const NOT_GIVEN: Partial<Readonly<Record<CheckId, string>>> = {
  'thousandeyes-token': 'no usable ThousandEyes token',
  'thousandeyes-rate-limit': 'no usable ThousandEyes token',
  'account-group': 'no usable ThousandEyes token',
  test: 'a ThousandEyes token and --test-id are needed',
  topic: 'no topic was given (--stack, --topic-arn)',
  'topic-encryption': 'no topic was given (--stack, --topic-arn)',
  'table-protection': 'no stack names its table (--stack)',
  'lambda-concurrency': 'no stack was given (--stack)',
  'webhook-url': 'no webhook was given (--stack, --webhook-url)',
  'webhook-refuses': 'no webhook was given (--stack, --webhook-url)',
  'webhook-accepts': 'no webhook was given (--stack, --webhook-url)',
  'webhook-attached': 'a ThousandEyes token and a webhook (--stack, --webhook-url) are needed',
  'alert-rules': 'a ThousandEyes token and a webhook (--stack, --webhook-url) are needed',
  'operator-api': 'no webhook was given (--stack, --webhook-url)',
  gate: 'the operator API was not asked',
  backlog: 'the operator API was not asked',
  live: 'it creates a real snapshot: add --live --test-id',
};

/** The report of all checks. A check without a judgment is skipped, with the reason. */
export const reportOf = (findings: Findings): Report =>
  checkIds().map((check) => lineOf(check, findings[check] ?? skipped(NOT_GIVEN[check] ?? 'nothing requested it')));

const lineOf = (check: CheckId, judgment: Judgment): ReportLine => ({ check, ...judgment });

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys() is typed as string[]
const checkIds = (): CheckId[] => Object.keys(CHECKS) as CheckId[];

/** The worst outcome: fail before warn before ok. */
const worstOf = (report: Report): Outcome =>
  (['fail', 'warn'] as const).find((outcome) => report.some((line) => line.outcome === outcome)) ?? 'ok';

/** 1 if a check failed, otherwise 0, even with warnings. */
export const exitCodeOf = (report: Report): 0 | 1 => (worstOf(report) === 'fail' ? 1 : 0);

/** The report for programs; docs/doctor.schema.json describes it. */
export const toJson = (report: Report): string =>
  `${JSON.stringify({ version: 1, outcome: worstOf(report), checks: report }, undefined, 2)}\n`;

const LABELS: Readonly<Record<Outcome, string>> = { ok: 'ok', warn: 'warn', fail: 'FAIL', skipped: 'skip' };
const COLORS = { ok: 'green', warn: 'yellow', fail: 'red', skipped: 'gray' } as const;
const TITLE_WIDTH = 1 + Math.max(...Object.values(CHECKS).map(({ length }) => length));

/** Makes a sentence safe to print: it may hold names from ThousandEyes. The longest has eight account groups. */
const printable = (sentence: string): string => oneLine(sentence, 2000);

/** The report for people. It has colors only if standard output is a terminal and NO_COLOR is not set. */
export const toText = (report: Report): string => {
  const lines = report.flatMap((line) => {
    const label = styleText(COLORS[line.outcome], LABELS[line.outcome].padEnd(4), { stream: process.stdout });
    const text = `${label}  ${CHECKS[line.check].padEnd(TITLE_WIDTH)} ${printable(line.message)}`;
    return 'fix' in line ? [text, `${' '.repeat(TITLE_WIDTH + 7)}-> ${printable(line.fix)}`] : [text];
  });
  const count = (outcome: Outcome) => report.filter((line) => line.outcome === outcome).length;
  const summary = `${count('fail')} to fix, ${count('warn')} to look at, ${count('ok')} fine, ${count('skipped')} not checked.`;
  return `${[...lines, '', summary].join('\n')}\n`;
};
