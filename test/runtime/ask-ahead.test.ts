import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { askAhead } from '../../lib/runtime/ask-ahead.ts';

/** Calls that a test answers, and a sleep that ends when the test says so; `isOver` tells whether all waiting is. */
const setUp = (calls: number) => {
  const answers = Array.from({ length: calls }, () => Promise.withResolvers<string>());
  const asked: number[] = [];
  const time = Promise.withResolvers<void>();
  const slept: { ms: number; signal: AbortSignal }[] = [];
  const world = { isOver: false };
  const asks = answers.map(({ promise }, index) => () => {
    asked.push(index);
    return promise;
  });
  const done = askAhead(asks, (ms, _, { signal }) => {
    slept.push({ ms, signal });
    signal.addEventListener('abort', () => time.reject(signal.reason));
    return time.promise;
  }).then(() => {
    world.isOver = true;
  });
  return { answers, asked, time, slept, world, done };
};

describe('asked ahead: calls that are answered', () => {
  it('start at once, side by side', () => {
    const { asked } = setUp(2);

    expect(asked).toEqual([0, 1]);
  });

  it('are waited for, every one', async () => {
    const { answers, world, done } = setUp(2);
    answers[1]?.resolve('a token');
    await setImmediate();
    const isOverEarly = world.isOver;
    answers[0]?.resolve('an item');
    await done;

    expect(isOverEarly).toBe(false);
  });

  it('leave no timer behind', async () => {
    const { answers, slept, done } = setUp(1);
    answers[0]?.resolve('a token');
    await done;

    expect(slept.map(({ signal }) => signal.aborted)).toEqual([true]);
  });
});

describe('asked ahead: a call that is never answered', () => {
  it('is waited for a second and a half, for all calls together', async () => {
    const { answers, time, slept, world, done } = setUp(2);
    answers[0]?.resolve('an item');
    await setImmediate();
    const isOverEarly = world.isOver;
    time.resolve();
    await done;

    expect(isOverEarly).toBe(false);
    expect(slept.map(({ ms }) => ms)).toEqual([1500]);
  });
});

describe('asked ahead: a call that fails', () => {
  it('fails nothing, and the others are waited for', async () => {
    const { answers, world, done } = setUp(2);
    answers[0]?.reject(new Error('AccessDenied'));
    await setImmediate();
    const isOverEarly = world.isOver;
    answers[1]?.resolve('a token');

    await expect(done).resolves.toBeUndefined();
    expect(isOverEarly).toBe(false);
  });

  it('fails nothing either where it throws before it is a call', async () => {
    const broken = (): Promise<never> => {
      throw new Error('no region');
    };

    await expect(askAhead([broken], () => new Promise(() => undefined))).resolves.toBeUndefined();
  });
});
