import type { Invoke } from './lambda.ts';

/** The watchdog's rule: at once, for what an earlier run left, and then at its rate. */
export const startWatchdog = (everyMs: number, invokeWorker: Invoke, onError: (error: unknown) => void) => {
  const tick = () => void invokeWorker({ source: 'watchdog' }).catch(onError);
  const timer = setInterval(tick, everyMs);
  tick();
  return { stop: () => clearInterval(timer) };
};
