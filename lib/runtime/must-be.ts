/** A zod error in words of our own: `must be …`, or `is missing` where there is no value at all. */
export const mustBe = (be: string) => (issue: { readonly input?: unknown }) =>
  issue.input === undefined ? 'is missing' : `must be ${be}`;
