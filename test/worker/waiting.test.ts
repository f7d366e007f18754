import { describe, expect, it } from 'vitest';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aCapture, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

/** A worker whose only slot is free in `waitMs`, with one capture that waits for it. */
const waitingFor = async (waitMs: number) => {
  const slots = createMemorySlots(1);
  await slots.take({ index: 0, releaseAt: 0 }, NOW - 9 * MINUTE, NOW - 4 * MINUTE);
  await slots.take({ index: 0, releaseAt: 0 }, NOW - 3 * MINUTE, NOW + waitMs); // the next use is a regular turn
  const slept: number[] = [];
  const arrivals: ReturnType<typeof aCapture>[] = [];
  const worker = aWorker({
    slots,
    sleep: async (ms) => {
      slept.push(ms);
      await worker.add(...arrivals.splice(0));
      worker.world.now += ms;
    },
  });
  await worker.add(aCapture({ id: 'waits', testId: '1', severity: 'minor' }));
  return { ...worker, slept, arrivals };
};

describe('worker: what it does while it waits for a slot', () => {
  it.each([
    { waitMs: 10 * SECOND, slept: [10 * SECOND], wakes: 0 },
    { waitMs: 10 * SECOND + 1, slept: [], wakes: 1 },
  ])('sleeps for ten seconds at most, and leaves more to a wake: $waitMs ms', async ({ waitMs, slept, wakes }) => {
    const worker = await waitingFor(waitMs);

    await worker.work();

    expect(worker.slept).toEqual(slept);
    expect(worker.world.wakes).toHaveLength(wakes);
  });

  it.each([
    { waitMs: 2 * SECOND, queries: 1 },
    { waitMs: 2 * SECOND + 1, queries: 2 },
  ])('looks for what has come after more than two seconds: $waitMs ms', async ({ waitMs, queries }) => {
    const worker = await waitingFor(waitMs);

    await worker.work();

    expect(worker.world.posts).toHaveLength(1);
    expect(worker.world.queries).toBe(queries);
  });

  it('serves what is more urgent first, where it has come meanwhile', async () => {
    const worker = await waitingFor(3 * SECOND);
    worker.arrivals.push(aCapture({ id: 'urgent', testId: '2', severity: 'critical', receivedAt: NOW + SECOND }));

    await worker.work();

    expect(worker.world.posts.map(({ testId }) => testId)).toEqual(['2']);
  });

  it('does not sleep so long that no time is left for the call', async () => {
    const worker = await waitingFor(5 * SECOND);

    await worker.work([], 30 * SECOND - 1);

    expect(worker.slept).toEqual([]);
    expect(worker.world.wakes).toEqual([{ delayMs: 5 * SECOND }]);
  });

  it('sleeps where just enough is left for it', async () => {
    const worker = await waitingFor(5 * SECOND);

    await worker.work([], 30 * SECOND);

    expect(worker.slept).toEqual([5 * SECOND]);
    expect(worker.world.posts).toHaveLength(1);
  });
});
