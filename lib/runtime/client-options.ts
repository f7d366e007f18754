/**
 * The settings of every AWS client: a call that hangs costs seconds, not the invocation.
 * In all, a call with its repeats ends within about 3 × (1 + 3) seconds.
 * Region, credentials and endpoints come from the environment, as the SDK reads it.
 */
export const clientOptions = {
  maxAttempts: 3,
  // Without the last of them the timeout would only be a warning in the log.
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
} as const;
