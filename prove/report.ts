import { styleText } from 'node:util';
import { tableOf } from '../bench/table.ts';
import { durationOf } from './duration.ts';
import type { Judged } from './prove.ts';
import type { StormPlan } from './storm/plan.ts';
import type { Figures } from './verdict/figures.ts';

export interface Report {
  readonly plan: StormPlan;
  readonly upstream?: string | undefined;
  /** This project comes first. */
  readonly judged: readonly Judged[];
  readonly tookMs: number;
}

const seconds = (ms: number): string => `${ms / 1000} s`;

const rowsOf = ({ limit, periodMs }: StormPlan): readonly (readonly [string, (figures: Figures) => string])[] => [
  ['alerts accepted', ({ accepted, alerts }) => `${accepted.length} of ${alerts}`],
  ['alerts reported with a link', ({ linked }) => String(linked.length)],
  ['alerts reported without one', ({ failed }) => String(failed.length)],
  ['alerts never reported', ({ missing }) => String(missing.length)],
  ['alerts reported twice', ({ reportedTwice }) => String(reportedTwice.length)],
  ['calls for a snapshot', ({ calls }) => String(calls)],
  [
    `most calls in any ${seconds(periodMs)}`,
    ({ mostInAnyPeriod: most }) => `${most}${most > limit ? ` (${limit} are allowed)` : ''}`,
  ],
  ['calls refused with 429', ({ refused }) => String(refused)],
  ['calls that met the outage', ({ callsInOutage }) => String(callsInOutage)],
  ['snapshots created', ({ snapshots }) => String(snapshots)],
  ['longest wait of a critical alert', ({ longestCriticalWaitMs }) => durationOf(longestCriticalWaitMs)],
  ['first alert to last message', ({ tookMs }) => durationOf(tookMs)],
];

const storyOf = ({ alerts, limit, periodMs, killAtCall, deadMs, outage }: StormPlan, upstream?: string): string => {
  const tests = new Set(alerts.map(({ testId }) => testId)).size;
  const counter = upstream === undefined ? 'a strict limiter counts them' : `they go to ${upstream}`;
  return [
    `${alerts.length} alerts of ${tests} tests. At most ${limit} calls may arrive in any ${seconds(periodMs)}, and ${counter}.`,
    `SIGKILL on the arrival of call ${killAtCall}, restart ${seconds(deadMs)} later; ` +
      `after call ${outage.afterCall} the API is out for ${seconds(outage.lastsMs)}.`,
  ].join('\n');
};

/** Whether every claim holds for this project. */
export const isProven = ([project]: readonly Judged[]): boolean =>
  project !== undefined && project.claims.every(({ holds }) => holds);

/** What a person reads: the storm, the table, and each claim. */
export const textOf = ({ plan, upstream, judged, tookMs }: Report): string => {
  const table = tableOf(
    ['', ...judged.map(({ name }) => name)],
    rowsOf(plan).map(([title, cellOf]) => [title].concat(judged.map(({ figures }) => cellOf(figures)))),
  );
  const claims = judged[0]?.claims ?? [];
  const width = Math.max(...claims.map(({ name }) => name.length));
  const lines = claims.map(({ name, holds, detail }) => {
    const mark = holds ? styleText('green', 'holds') : styleText('red', 'FAILS');
    return `${mark}  ${name.padEnd(width)}  ${detail}`;
  });
  const failing = claims.filter(({ holds }) => !holds).map(({ name }) => name);
  const end = isProven(judged) ? 'Proven' : `Not proven (${failing.join(', ')})`;
  return [storyOf(plan, upstream), '', table, '', ...lines, '', `${end}, in ${durationOf(tookMs)}.`, ''].join('\n');
};

/** What a program reads. Alerts are named by their ids. */
export const jsonOf = ({ plan, upstream, judged, tookMs }: Report): string => {
  const { alerts, limit, periodMs, killAtCall, deadMs, outage } = plan;
  const storm = { alerts: alerts.length, limit, periodMs, killAtCall, deadMs, outage };
  return `${JSON.stringify({ proven: isProven(judged), upstream, tookMs, storm, systems: judged }, undefined, 2)}\n`;
};
