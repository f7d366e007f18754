/** The message of a zod error: `is missing` if there is no value, otherwise `error`. */
export const orMissing = (error: string) => (issue: { readonly input?: unknown }) =>
  issue.input === undefined ? 'is missing' : error;

/** The message of a zod error: `is missing` if there is no value, otherwise `must be …`. */
export const mustBe = (be: string) => orMissing(`must be ${be}`);
