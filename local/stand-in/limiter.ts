/** What a limited call is answered with. */
export interface LimitState {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch seconds at which the window has room again. */
  readonly reset: number;
}

/**
 * A sliding window: `limit` calls in any `periodMs`. Returns the state, and whether this call was within it.
 *
 * @param before when calls were made before it started, in their order
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
