import { describe, expect, it } from 'vitest';
import { aCapture, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const ONE_CALL = 26 * SECOND;
const countOf = ({ world }: ReturnType<typeof aWorker>, metric: string) =>
  world.measured.filter(({ name }) => name === metric).length;

describe('worker: another one has just taken the one call of an opening', () => {
  it('makes none, takes no slot and claims nothing', async () => {
    const { slots } = aWorker();
    const probed: unknown[] = [];
    const worker = aWorker({
      slots: {
        ...slots,
        takeProbe: async (gate, until) => {
          probed.push([gate.closedUntil - NOW, until - NOW]);
          await slots.takeProbe(gate, until); // another worker takes it
          return undefined;
        },
      },
    });
    await slots.closeGate({ closedUntil: NOW - 1, reason: 'unreachable', strikes: 3 });
    const capture = aCapture({ id: 'a' });
    await worker.add(capture);

    await worker.work([], 5 * MINUTE);

    expect(worker.world.posts).toEqual([]);
    expect(await worker.ledger.get('a')).toEqual(capture);
    expect((await slots.read()).slots.every(({ uses }) => uses === undefined)).toBe(true);
    expect(probed).toEqual([[-1, MINUTE]]);
  });
});

describe('worker: a 401', () => {
  const refused = { outcome: 'unauthorized' } as const;

  it('is believed where the token cannot be fetched anew', async () => {
    const token = { get: async () => ['old'], refresh: () => Promise.reject(new Error('AccessDenied')) };
    const worker = aWorker({ token });
    worker.world.snapshots.push(refused);
    await worker.add(aCapture({ id: 'a' }));

    await worker.work([], ONE_CALL);

    expect(worker.world.posts.map((post) => post.token)).toEqual(['old']);
    expect((await worker.slots.read()).gate).toMatchObject({ reason: 'unauthorized', strikes: 1 });
    expect(countOf(worker, 'UpstreamUnauthorized')).toBe(1);
  });

  it('is counted for each of its two calls', async () => {
    const worker = aWorker();
    worker.world.tokens = { cached: ['old'], stored: ['new'] };
    worker.world.snapshots.push(refused, refused);
    await worker.add(aCapture({ id: 'a' }));

    await worker.work();

    expect(worker.world.posts.map(({ token }) => token)).toEqual(['old', 'new']);
    expect(countOf(worker, 'UpstreamUnauthorized')).toBe(2);
  });

  it('and another answer are counted for what each is', async () => {
    const worker = aWorker();
    worker.world.tokens = { cached: ['old'], stored: ['new'] };
    worker.world.snapshots.push(refused, { outcome: 'limited', headers: {} });
    await worker.add(aCapture({ id: 'a' }));

    await worker.work();

    expect([countOf(worker, 'UpstreamUnauthorized'), countOf(worker, 'UpstreamRateLimited')]).toEqual([1, 1]);
    expect((await worker.slots.read()).gate).toMatchObject({ reason: 'rate_limited' });
  });
});

describe('worker: how long the gate closes', () => {
  it.each([
    { random: 0, closedFor: 2500 },
    { random: 0.5001, closedFor: 3751 },
    { random: 0.9999, closedFor: 5000 },
  ])('is whole milliseconds, half to all of its time: $random', async ({ random, closedFor }) => {
    const worker = aWorker({ random: () => random });
    worker.world.snapshots.push({ outcome: 'limited', headers: {} });
    await worker.add(aCapture({ id: 'a' }));

    await worker.work([], ONE_CALL);

    expect((await worker.slots.read()).gate.closedUntil - NOW).toBe(closedFor);
  });

  it.each([
    { retryAfter: '3600', closedFor: 3600 * SECOND },
    { retryAfter: '3601', closedFor: 3750 },
  ])('is what a 429 says, for an hour at most: $retryAfter', async ({ retryAfter, closedFor }) => {
    const worker = aWorker();
    worker.world.snapshots.push({ outcome: 'limited', headers: { retryAfter } });
    await worker.add(aCapture({ id: 'a' }));

    await worker.work([], ONE_CALL);

    expect((await worker.slots.read()).gate.closedUntil - NOW).toBe(closedFor);
  });

  it('is from the answer on, not from when the call was made', async () => {
    const worker: ReturnType<typeof aWorker> = aWorker({
      thousandEyes: {
        createSnapshot: async () => {
          worker.world.now += 7 * SECOND;
          return { outcome: 'limited', headers: { retryAfter: '30' } };
        },
        lookUpAlert: async () => ({ outcome: 'found', alert: {} }),
      },
    });
    await worker.add(aCapture({ id: 'a' }));

    await worker.work([], ONE_CALL);

    expect((await worker.slots.read()).gate.closedUntil - NOW).toBe(37 * SECOND);
    expect(await worker.ledger.get('a')).toMatchObject({ triedAt: NOW + 7 * SECOND });
  });
});

describe('worker: a lost answer', () => {
  it('lets its capture wait from the answer on', async () => {
    const worker: ReturnType<typeof aWorker> = aWorker({
      thousandEyes: {
        createSnapshot: async () => {
          worker.world.now += 20 * SECOND;
          return { outcome: 'doubtful', detail: '502' };
        },
        lookUpAlert: async () => ({ outcome: 'found', alert: {} }),
      },
    });
    await worker.add(aCapture({ id: 'a' }));

    await worker.work([], ONE_CALL);

    expect(await worker.ledger.get('a')).toMatchObject({ notBefore: NOW + 20 * SECOND + 11 * SECOND });
  });
});

describe('worker: the last answer is lost', () => {
  it('the notice says that there may be a snapshot all the same', async () => {
    const { world, add, work } = aWorker();
    world.snapshots.push({ outcome: 'doubtful', detail: '502' });
    await add(aCapture({ id: 'a', attempts: 7 }), aCapture({ id: 'b', receivedAt: NOW + 1, attempts: 3 }));

    await work([], 26 * SECOND);

    expect(world.published.map(({ event }) => event)).toMatchObject([
      { captureIds: ['a', 'b'], error: { code: 'attempts_exhausted' }, possibleDuplicate: true },
    ]);
  });
});
