import { isIntake, type Throttle, type Throttles } from '../infra/throttle.ts';

/** Whether a route accepts another request now. */
export type Takes = (routeKey: string) => boolean;

/** A token bucket. It holds `burst` tokens, and gains `perSecond` tokens a second. Each request takes one token. */
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

/** API Gateway's throttle. Each route has its own bucket; those of the webhook's routes are larger. */
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
