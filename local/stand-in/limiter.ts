/** The state of a limit, which every limited call gets in its answer. */
export interface LimitState {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch seconds at which the window has room again. */
  readonly reset: number;
}

/**
 * Limits calls by a sliding window: `limit` calls in any period of `periodMs` milliseconds. Each call returns the state
 * of the limit, and whether the call was within it.
 *
 * @param before the times of calls before the start, in their order
 */
export const createLimiter = (limit: number, periodMs: number, before: readonly number[] = []) => {
  const calls = [...before];
  return (now: number): LimitState & { readonly allowed: boolean } => {
    while (calls[0] !== undefined && calls[0] <= now - periodMs) calls.shift();
    const allowed = calls.length < limit;
    if (allowed) calls.push(now);
    const reset = Math.ceil(((calls[0] ?? now) + periodMs) / 1000);
    return { allowed, limit, remaining: limit - calls.length, reset };
  };
};

export const limitHeaders = ({ limit, remaining, reset }: LimitState): Record<string, string> => ({
  'x-organization-rate-limit-limit': String(limit),
  'x-organization-rate-limit-remaining': String(remaining),
  'x-organization-rate-limit-reset': String(reset),
});
