import { quantile } from './quantile.ts';

/** The result of one storm, with this project or with a baseline. */
export interface Figures {
  readonly makespanMs: number;
  /** Calls that ThousandEyes answered with 429. */
  readonly refused: number;
  readonly lost: number;
  /** Snapshots that ThousandEyes created. */
  readonly snapshots: number;
  /** Alerts that ended with a link. */
  readonly done: number;
  readonly invocations: number;
  readonly dynamoRequests: number;
  readonly sqsRequests: number;
  readonly waits: readonly { readonly severity: string; readonly ms: number }[];
}

const minutes = (ms: number): string => (ms / 60_000).toFixed(1);

const perCapture = (value: number, captures: number): string =>
  Number.isNaN(value) ? '–' : (value / captures).toFixed(2);

/** Median and longest wait of each severity that occurs, in minutes. */
const waitsBySeverity = (waits: Figures['waits']): string =>
  [...new Set(waits.map(({ severity }) => severity))]
    .map((severity) => {
      const values = waits.filter((wait) => wait.severity === severity).map(({ ms }) => ms);
      return `${severity} ${minutes(quantile(values, 0.5))} / ${minutes(Math.max(...values))}`;
    })
    .join(', ');

export const HEADER = [
  'storm',
  'by',
  'makespan, min',
  'x bound',
  'lost',
  '429',
  'surplus snapshots',
  'invocations',
  'DynamoDB',
  'SQS',
  'wait, min (median / longest)',
];

/**
 * One row of the table. Requests and invocations are per alert.
 *
 * @param boundMs the shortest possible makespan in milliseconds; 0 if no alert has to wait
 */
export const rowOf = (
  storm: string,
  by: string,
  alerts: number,
  needed: number,
  boundMs: number,
  figures: Figures,
): string[] => [
  storm,
  by,
  figures.done === 0 ? '–' : minutes(figures.makespanMs),
  boundMs === 0 || figures.lost > 0 ? '–' : (figures.makespanMs / boundMs).toFixed(3),
  String(figures.lost),
  String(figures.refused),
  String(Math.max(0, figures.snapshots - needed)),
  perCapture(figures.invocations, alerts),
  perCapture(figures.dynamoRequests, alerts),
  perCapture(figures.sqsRequests, alerts),
  waitsBySeverity(figures.waits),
];
