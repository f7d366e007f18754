/** The call was wrong, or what it names cannot be read: one sentence, exit code 2. */
export class UsageError extends Error {}
