import { epochOf } from '../time.ts';
import { LONGEST_HOURS, shortestFor, type Window, windowEndingAt } from './window.ts';

/** What was there before it broke belongs to the evidence. */
const LEAD_MS = 15 * 60_000;
/** Where nobody knows when an incident began. */
const DEFAULT_HOURS = 2;

/**
 * The smallest allowed window that ends at `endsAt` and reaches back to `startedAt` (epoch milliseconds), 48 hours at most, two
 * at least; two if the start is not known.
 */
export const windowReachingBack = (startedAt: number | undefined, endsAt: number): Window => {
  const length = Math.max(DEFAULT_HOURS * 3_600_000, endsAt - (startedAt ?? endsAt));
  return windowEndingAt(endsAt, shortestFor(length) ?? LONGEST_HOURS);
};

/**
 * The window of an incident that is over: the smallest allowed one from a quarter of an hour before `startedAt`
 * to `clearedAt` (epoch milliseconds), 48 hours at most, two where the start is not known.
 */
export const windowOfIncident = (startedAt: number | undefined, clearedAt: number): Window => {
  if (startedAt === undefined || startedAt > clearedAt) return windowEndingAt(clearedAt, DEFAULT_HOURS);
  return windowEndingAt(clearedAt, shortestFor(clearedAt - (startedAt - LEAD_MS)) ?? LONGEST_HOURS);
};

/** ThousandEyes keeps data for 30 days at least. What began earlier has no evidence anymore, or is a replayed sample. */
const OLDEST_MS = 30 * 86_400_000;

/**
 * When an alert began by its own account, in epoch milliseconds; undefined if that is in doubt: its text leaves the time zone
 * open, or it is later than `before` (epoch milliseconds), or more than 30 days earlier.
 */
export const startOf = (startedAt: string | undefined, before: number): number | undefined => {
  const start = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(startedAt ?? '') ? epochOf(startedAt ?? '') : NaN;
  return start <= before && start >= before - OLDEST_MS ? start : undefined;
};
