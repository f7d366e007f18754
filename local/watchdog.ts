import type { Invoke } from './lambda.ts';

/** Emulates the watchdog's schedule: it runs at once, for captures of an earlier run, and then at its rate. */
export const startWatchdog = (everyMs: number, invokeWorker: Invoke, onError: (error: unknown) => void) => {
  const tick = () => void invokeWorker({ source: 'watchdog' }).catch(onError);
  const timer = setInterval(tick, everyMs);
  tick();
  return { stop: () => clearInterval(timer) };
};
