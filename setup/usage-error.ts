/** A wrong command line, or a named object that cannot be read. The message says what to do; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
