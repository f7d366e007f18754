/* Times as texts. What is pure takes the present as a number; these two are all that it needs of `Date`. */

/** Epoch milliseconds as ISO 8601 in UTC: `2026-03-01T10:00:00.000Z`. */
export const isoOf = (epochMs: number): string => new Date(epochMs).toISOString();

/** A date's epoch milliseconds; NaN where the text is no date. */
export const epochOf = (text: string): number => Date.parse(text);
