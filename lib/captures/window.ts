import { epochOf, isoOf } from '../time.ts';

/**
 * The lengths that a snapshot's time range may have, in hours. The vendor allows only these (POST
 * /tests/{testId}/snapshot: "must adhere to one of the following intervals").
 */
export const WINDOW_HOURS = [1, 2, 4, 6, 12, 24, 48] as const;
/** The error text for any other number of hours. */
export const NOT_WINDOW_HOURS = `must be one of ${WINDOW_HOURS.join(', ')}`;

export type WindowHours = (typeof WINDOW_HOURS)[number];

/** The longest allowed length, in hours. */
export const LONGEST_HOURS = 48 satisfies WindowHours;

/** Start and end in UTC, ISO 8601 cut to the second: `2026-03-01T10:00:00Z`. */
export interface Window {
  readonly startDate: string;
  readonly endDate: string;
}

const HOUR_MS = 3_600_000;

/** Epoch milliseconds as ISO 8601 in UTC, cut (never rounded up) to the second. */
export const toSecond = (epochMs: number): string => `${isoOf(epochMs).slice(0, 19)}Z`;

/**
 * The window of `hours` that ends at `epochMs`, cut to the second so that it never ends in the future. It is computed
 * once, when an alert arrives, and stored: a capture made hours later shows the same evidence.
 */
export const windowEndingAt = (epochMs: number, hours: WindowHours): Window => ({
  startDate: toSecond(epochMs - hours * HOUR_MS),
  endDate: toSecond(epochMs),
});

/** The shortest allowed length, in hours, that holds `lengthMs`; undefined if 48 hours are too short. */
export const shortestFor = (lengthMs: number): WindowHours | undefined =>
  WINDOW_HOURS.find((allowed) => allowed * HOUR_MS >= lengthMs);

/**
 * The smallest allowed window that covers all of `windows` and ends with the last of them; undefined if 48 hours are
 * too short, or if `windows` is empty.
 */
export const windowCovering = (windows: readonly Window[]): Window | undefined => {
  const start = Math.min(...windows.map(({ startDate }) => epochOf(startDate)));
  const end = Math.max(...windows.map(({ endDate }) => epochOf(endDate)));
  const hours = shortestFor(end - start);
  return hours === undefined || windows.length === 0 ? undefined : windowEndingAt(end, hours);
};
