/** The error's code or name, for logs. Its message may contain the URL, which no log may hold. */
export const errorCodeOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCodeOf(error.errors[0]);
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};
