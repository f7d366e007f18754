import type { Invoke } from './lambda.ts';

const EVERY_MS = 60_000;

/** The watchdog's rule: at once, for what an earlier run left, and then every minute. */
export const startWatchdog = (invokeWorker: Invoke, onError: (error: unknown) => void) => {
  const tick = () => void invokeWorker({ source: 'watchdog' }).catch(onError);
  const timer = setInterval(tick, EVERY_MS);
  tick();
  return { stop: () => clearInterval(timer) };
};
