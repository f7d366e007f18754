/** A zod error in words of our own: `is missing` where there is no value at all, else what is wrong with it. */
export const orMissing = (error: string) => (issue: { readonly input?: unknown }) =>
  issue.input === undefined ? 'is missing' : error;

/** The same, with `must be …` for what is wrong. */
export const mustBe = (be: string) => orMissing(`must be ${be}`);
