import { isIntake, type Throttle, type Throttles } from '../infra/throttle.ts';

/** Whether a route takes one more request now. */
export type Takes = (routeKey: string) => boolean;

/** A bucket of tokens: it holds `burst`, and fills again by `perSecond`. A request without a token is refused. */
const createBucket = ({ perSecond, burst }: Throttle, now: () => number) => {
  let tokens = burst;
  let filledAt = now();
  return (): boolean => {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * perSecond);
    filledAt = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};

/** API Gateway's throttle: each route has a bucket of its own, those by which alerts come a larger one. */
export const createThrottle = (
  { webhook, others }: Throttles,
  webhookRoutes: readonly string[],
  now: () => number,
): Takes => {
  const intake = new Set(webhookRoutes.filter(isIntake));
  const buckets = new Map<string, () => boolean>();
  return (routeKey) => {
    const bucket = buckets.get(routeKey) ?? createBucket(intake.has(routeKey) ? webhook : others, now);
    buckets.set(routeKey, bucket);
    return bucket();
  };
};
