import { epochOf } from '../time.ts';
import { shortestFor, type Window, windowEndingAt } from './window.ts';

/** What was there before it broke belongs to the evidence. */
const LEAD_MS = 15 * 60_000;
/** Where nobody knows when an incident began. */
const DEFAULT_HOURS = 2;
const LONGEST_HOURS = 48;

/**
 * The window of an incident that is over: the smallest allowed one from a quarter of an hour before `startedAt`
 * to `clearedAt` (epoch milliseconds), 48 hours at most, two where the start is not known.
 */
export const windowOfIncident = (startedAt: number | undefined, clearedAt: number): Window => {
  if (startedAt === undefined || startedAt > clearedAt) return windowEndingAt(clearedAt, DEFAULT_HOURS);
  return windowEndingAt(clearedAt, shortestFor(clearedAt - (startedAt - LEAD_MS)) ?? LONGEST_HOURS);
};

/** An alert's own start as epoch milliseconds; undefined where its text leaves the time zone open. */
export const startOf = (startedAt: string | undefined): number | undefined =>
  startedAt !== undefined && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(startedAt) && !Number.isNaN(epochOf(startedAt))
    ? epochOf(startedAt)
    : undefined;
