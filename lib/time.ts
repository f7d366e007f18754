/* Times as texts. What is pure takes the present as a number; these are all that it needs of `Date`. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Epoch milliseconds as ISO 8601 in UTC: `2026-03-01T10:00:00.000Z`. */
export const isoOf = (epochMs: number): string => new Date(epochMs).toISOString();

/** A date's epoch milliseconds; NaN where the text is no date. */
export const epochOf = (text: string): number => Date.parse(text);

/** The two largest units of a length: `4.2 s`, `48 s`, `2 min 13 s`, `3 h 5 min`, `2 d 4 h`. */
export const lengthOf = (ms: number): string => {
  if (ms < 10 * SECOND) return `${(Math.max(0, ms) / SECOND).toFixed(1)} s`;
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  const [large, small, unit, subunit] =
    ms < HOUR ? [MINUTE, SECOND, 'min', 's'] : ms < DAY ? [HOUR, MINUTE, 'h', 'min'] : [DAY, HOUR, 'd', 'h'];
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)} ${unit}${rest > 0 ? ` ${rest} ${subunit}` : ''}`;
};
