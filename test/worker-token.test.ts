import { describe, expect, it } from 'vitest';
import { aCapture, MINUTE, SECOND } from './support/factories.ts';
import { aWorker } from './support/worker-harness.ts';

describe('worker: the token takes long to read', () => {
  it('sends no POST that it no longer has time for', async () => {
    const { world, add, work, stateOf } = aWorker({
      token: {
        get: async () => {
          world.now += 50 * SECOND;
          return ['token'];
        },
        refresh: async () => ['token'],
      },
    });
    const capture = aCapture();
    await add(capture);

    await work();

    expect(world.posts).toEqual([]);
    expect(await stateOf(capture.id)).toBe('pending');
  });
});

describe('worker: the token', () => {
  it('is fetched anew once after a 401, on a slot of its own', async () => {
    const { world, add, work, slots } = aWorker();
    world.tokens = { cached: ['old'], stored: ['new'] };
    world.snapshots.push({ outcome: 'unauthorized' });
    await add(aCapture());

    await work();

    expect(world.posts.map(({ token }) => token)).toEqual(['old', 'new']);
    expect((await slots.read()).slots.filter(({ releaseAt }) => releaseAt > world.now)).toHaveLength(2);
    expect(world.published[0]?.event).toMatchObject({ status: 'created' });
  });

  it('refused twice closes the gate for minutes, and charges nothing', async () => {
    const { world, add, work, slots, ledger } = aWorker();
    world.snapshots.push({ outcome: 'unauthorized' }, { outcome: 'unauthorized' });
    const capture = aCapture();
    await add(capture);

    await work();

    const { gate } = await slots.read();
    expect(gate).toMatchObject({ reason: 'unauthorized', strikes: 1 });
    expect(gate.closedUntil - world.now).toBeGreaterThan(MINUTE);
    expect(await ledger.get(capture.id)).toMatchObject({ state: 'pending', attempts: 0 });
    expect(world.published).toEqual([]);
    expect(world.wakes).toEqual([{ delayMs: gate.closedUntil - world.now }]);
  });

  it.each([
    { name: 'is malformed', token: { get: async () => ['a\nb'], refresh: async () => ['a\nb'] } },
    { name: 'is missing', token: { get: async () => [], refresh: async () => [] } },
    {
      name: 'cannot be read',
      token: {
        get: () => Promise.reject(new Error('AccessDenied')),
        refresh: () => Promise.reject(new Error('AccessDenied')),
      },
    },
  ])('$name: nothing is called or claimed, and it looks again later', async ({ token }) => {
    const { world, add, work, slots, ledger } = aWorker({ token });
    const capture = aCapture();
    await add(capture);

    await work();

    expect(world.posts).toEqual([]);
    expect((await slots.read()).gate.reason).toBe('token_unavailable');
    expect(await ledger.get(capture.id)).toEqual(capture);
    expect(world.wakes).toHaveLength(1);
  });
});
