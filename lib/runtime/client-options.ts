/**
 * The options of every AWS client. A call that hangs costs seconds, not the whole invocation: with its repeats, a call
 * ends within about 3 × (1 + 3) seconds. The SDK reads region, credentials and endpoints from the environment.
 */
export const clientOptions = {
  maxAttempts: 3,
  // Without throwOnRequestTimeout, a timeout would only be a warning in the log.
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
} as const;
