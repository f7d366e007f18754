import { createClock } from '../simulation/clock.ts';
import { NOW } from '../support/factories.ts';

/** A virtual clock that moves while a test waits. */
export const createVirtualTime = () => {
  const clock = createClock(NOW);
  /** Waits for a promise while time passes. */
  const awaited = async <Value>(promise: Promise<Value>): Promise<Value> => {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    promise.then(settle, settle);
    await clock.run(() => isSettled, Infinity);
    return promise;
  };
  return { clock, awaited, wait: (ms: number) => awaited(clock.sleep(ms)) };
};
