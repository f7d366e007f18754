import { describe, expect, it } from 'vitest';
import { aCapture, aSnapshot, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aWorker } from '../support/worker-harness.ts';

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
    world.tokens = { cached: ['old'], stored: ['new'] };
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

const seven = Array.from({ length: 7 }, (_, index) =>
  aCapture({ id: `${index}`.padStart(32, '0'), testId: String(1000 + index) }),
);

describe('worker: the gate opens after the token was refused', () => {
  it('tries one call, and keeps the other slots where it is refused again', async () => {
    const { world, add, work, slots } = aWorker();
    world.tokens = { cached: ['old'], stored: ['new'] };
    const refused = { outcome: 'unauthorized' } as const;
    world.snapshots.push(refused, refused);
    await slots.closeGate({ closedUntil: world.now - 1, reason: 'unauthorized', strikes: 1 });
    await add(...seven);

    await work();

    const { slots: leases, gate } = await slots.read();
    expect(world.posts).toHaveLength(2); // the second call has the new token
    expect(leases.filter(({ releaseAt }) => releaseAt > world.now)).toHaveLength(2);
    expect(gate.strikes).toBe(2);
  });

  it('uses all of them at once where it goes through', async () => {
    const { world, add, work, slots } = aWorker();
    await slots.closeGate({ closedUntil: world.now - 1, reason: 'unauthorized', strikes: 1 });
    await add(...seven);

    await work();

    expect(world.published).toHaveLength(5);
    expect((await slots.read()).gate.strikes).toBe(0);
  });
});

describe('worker: the gate opens, and the token cannot be read', () => {
  it('closes it for that, and for no longer: it has the one call of the opening', async () => {
    const refuses = () => Promise.reject(new Error('AccessDenied'));
    const { world, add, work, slots } = aWorker({ token: { get: refuses, refresh: refuses } });
    await slots.closeGate({ closedUntil: NOW - 1, reason: 'rate_limited', strikes: 3 });
    await add(aCapture());

    await work();

    const { gate } = await slots.read();
    expect(gate).toMatchObject({ reason: 'token_unavailable', strikes: 1 });
    expect(gate.closedUntil - world.now).toBeLessThanOrEqual(30 * SECOND);
    expect(world.posts).toEqual([]);
  });
});

describe('worker: the token is refused at the opening of the gate, and another worker closes it until then', () => {
  it('makes no second call: leave to make one is for the closing that it was taken at', async () => {
    const worker = aWorker({
      token: {
        get: async () => ['old'],
        refresh: async () => {
          // Another worker's call, made before the closing, is answered only now.
          await worker.slots.closeGate({
            closedUntil: worker.world.now + 5 * MINUTE,
            reason: 'rate_limited',
            strikes: 1,
          });
          return ['new'];
        },
      },
    });
    worker.world.snapshots.push({ outcome: 'unauthorized' });
    await worker.slots.closeGate({ closedUntil: NOW - 1, reason: 'unauthorized', strikes: 1 });
    const capture = aCapture();
    await worker.add(capture);

    await worker.work();

    expect(worker.world.posts.map(({ token }) => token)).toEqual(['old']);
    expect(await worker.ledger.get(capture.id)).toMatchObject({ state: 'pending', attempts: 0 });
    expect((await worker.slots.read()).gate).toMatchObject({
      reason: 'rate_limited',
      closedUntil: worker.world.now + 5 * MINUTE,
    });
  });
});

describe('worker: the token is refused, and the secret has no other', () => {
  it.each([1, 5])('closes the gate at once, also where all of %i slots are taken', async (limit) => {
    const slots = createMemorySlots(limit);
    const { world, add, work } = aWorker({ slots });
    world.snapshots.push(...Array.from({ length: 20 }, () => ({ outcome: 'unauthorized' }) as const));
    await add(...seven);

    await work();

    expect((await slots.read()).gate).toMatchObject({ reason: 'unauthorized' });
    expect(world.posts).toHaveLength(limit);
  });
});

describe('worker: the slot of the second try after a 401 takes long to get', () => {
  it('sends nothing on it, and gives it back', async () => {
    const base = createMemorySlots(2);
    let takes = 0;
    const worker = aWorker({
      slots: {
        ...base,
        take: async (slot, now, heldUntil) => {
          const lease = await base.take(slot, now, heldUntil);
          takes += 1;
          if (takes === 2) worker.world.now += 12 * SECOND;
          return lease;
        },
      },
    });
    worker.world.tokens = { cached: ['old'], stored: ['new'] };
    worker.world.snapshots.push({ outcome: 'unauthorized' });
    const capture = aCapture();
    await worker.add(capture);

    await worker.work([], 30 * SECOND);

    expect(worker.world.posts).toHaveLength(1);
    expect((await base.read()).slots[1]?.releaseAt).toBe(0);
    expect(await worker.ledger.get(capture.id)).toMatchObject({ state: 'pending', attempts: 0 });
  });
});

describe('worker: the token takes long to fetch anew after a 401', () => {
  it('makes no second call that the claim is too short for, but claims again', async () => {
    // The claim could once end during the second call, and another worker would make a third.
    const leftOfClaims: number[] = [];
    const capture = aCapture();
    const worker = aWorker({
      token: {
        get: async () => worker.world.tokens.cached,
        refresh: async () => {
          worker.world.now += 45 * SECOND;
          worker.world.tokens.cached = ['new'];
          return ['new'];
        },
      },
      thousandEyes: {
        createSnapshot: async (token) => {
          const { leaseUntil = 0 } = (await worker.ledger.get(capture.id)) ?? {};
          leftOfClaims.push(leaseUntil - worker.world.now);
          return token === 'new' ? { outcome: 'created', snapshot: aSnapshot() } : { outcome: 'unauthorized' };
        },
        lookUpAlert: async () => ({ outcome: 'found', alert: {} }),
      },
    });
    await worker.add(capture);

    await worker.work([], 10 * MINUTE);

    expect(leftOfClaims).toEqual([60 * SECOND, 60 * SECOND]);
    expect(await worker.ledger.get(capture.id)).toMatchObject({ state: 'published', attempts: 1 });
  });
});

describe('worker: no slot can be read for the second try after a 401', () => {
  it('puts the capture back uncharged and unmarked, for a 401 creates nothing', async () => {
    const base = createMemorySlots(2);
    let isDown = false;
    const worker = aWorker({
      slots: {
        ...base,
        read: async () => {
          if (isDown) throw new Error('throttled');
          return base.read();
        },
      },
      thousandEyes: {
        createSnapshot: async () => {
          isDown = true;
          return { outcome: 'unauthorized' };
        },
        lookUpAlert: async () => ({ outcome: 'found', alert: {} }),
      },
    });
    worker.world.tokens = { cached: ['old'], stored: ['new'] };
    const capture = aCapture();
    await worker.add(capture);

    await expect(worker.work()).rejects.toThrow('throttled'); // the next look

    expect(await worker.ledger.get(capture.id)).toMatchObject({ state: 'pending', attempts: 0 });
    expect(worker.world.logged).toContain('no_second_slot');
  });
});
