import { epochOf } from '../time.ts';
import { LONGEST_HOURS, shortestFor, type Window, windowEndingAt } from './window.ts';

/** A clear's evidence also shows the time before the incident. */
const LEAD_MS = 15 * 60_000;
/** The length for an incident whose start is unknown. */
const DEFAULT_HOURS = 2;

/**
 * The smallest allowed window that ends at `endsAt` and reaches back to `startedAt` (epoch milliseconds): at least two
 * hours, at most 48; two if the start is unknown.
 */
export const windowReachingBack = (startedAt: number | undefined, endsAt: number): Window => {
  const length = Math.max(DEFAULT_HOURS * 3_600_000, endsAt - (startedAt ?? endsAt));
  return windowEndingAt(endsAt, shortestFor(length) ?? LONGEST_HOURS);
};

/**
 * The window of an incident that is over: the smallest allowed one from 15 minutes before `startedAt` to `clearedAt`
 * (epoch milliseconds). It is at most 48 hours long, and two if the start is unknown.
 */
export const windowOfIncident = (startedAt: number | undefined, clearedAt: number): Window => {
  if (startedAt === undefined || startedAt > clearedAt) return windowEndingAt(clearedAt, DEFAULT_HOURS);
  return windowEndingAt(clearedAt, shortestFor(clearedAt - (startedAt - LEAD_MS)) ?? LONGEST_HOURS);
};

/**
 * ThousandEyes keeps data for at least 30 days. An earlier start has no evidence anymore, or belongs to a replayed
 * sample.
 */
const OLDEST_MS = 30 * 86_400_000;

/**
 * The start that an alert names, in epoch milliseconds; undefined if it is in doubt: its time zone is open, or it is
 * later than `before` (epoch milliseconds) or more than 30 days earlier.
 */
export const startOf = (startedAt: string | undefined, before: number): number | undefined => {
  const start = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(startedAt ?? '') ? epochOf(startedAt ?? '') : NaN;
  return start <= before && start >= before - OLDEST_MS ? start : undefined;
};
