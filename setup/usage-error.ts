/** The call was wrong, or what it names cannot be read: one sentence that says what to do, and exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
