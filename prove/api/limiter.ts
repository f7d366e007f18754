/** What the limiter says of one call. */
export interface LimitDecision {
  readonly isAllowed: boolean;
  /** Calls that may still come now. */
  readonly remaining: number;
  /** Milliseconds on the caller's clock: from then on a call is allowed, if no other one comes before. */
  readonly resetAt: number;
}

/**
 * The strictest reading of "5 snapshots within 5 minutes": a call is refused if `limit` calls arrived in the period that
 * ends with it. Every call counts: a refused one, one that fails, one whose answer is lost. ThousandEyes does not say
 * which kind of window it uses, and this window allows nothing that another kind refuses.
 *
 * @param periodMs length of the period, in milliseconds
 * @returns a function that counts a call at `now`, in milliseconds on a clock that never goes back
 */
export const createStrictLimiter = (limit: number, periodMs: number) => {
  const arrivals: number[] = [];
  return (now: number): LimitDecision => {
    while (arrivals[0] !== undefined && arrivals[0] <= now - periodMs) arrivals.shift();
    const before = arrivals.length;
    arrivals.push(now);
    const inTheWay = arrivals.at(-limit);
    return {
      isAllowed: before < limit,
      remaining: Math.max(0, limit - arrivals.length),
      resetAt: inTheWay === undefined ? now : inTheWay + periodMs,
    };
  };
};
