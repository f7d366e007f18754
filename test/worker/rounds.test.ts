import { describe, expect, it } from 'vitest';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aCapture, aFailed, aSnapshot, DAY, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const idOf = (index: number) => `${index}`.padStart(32, '0');
const PAGE = 80;

/**
 * A worker with a number of slots, of which the first `taken` are taken for five minutes. It counts the reads of the
 * quota.
 */
const withSlots = async (limit: number, taken: number) => {
  const slots = createMemorySlots(limit);
  for (let index = 0; index < taken; index += 1) await slots.take({ index, releaseAt: 0 }, NOW, NOW + 5 * MINUTE);
  const reads: number[] = [];
  const worker = aWorker({
    slots: {
      ...slots,
      read: async () => {
        reads.push(worker.world.now);
        return slots.read();
      },
    },
  });
  return { ...worker, slots, reads };
};

describe('worker: nothing is left to do after a round', () => {
  it('ends without another look at the quota', async () => {
    const { add, work, reads, world } = await withSlots(5, 0);
    await add(aCapture());

    await work();

    expect(world.published).toHaveLength(1);
    expect([world.queries, reads]).toEqual([1, [NOW]]);
  });

  it('looks at the quota alone, once, where what it knows still waits', async () => {
    const { add, work, reads, world } = await withSlots(1, 0);
    await add(aCapture({ id: 'a' }), aCapture({ id: 'b', testId: '9' }));

    await work();

    expect(world.posts).toHaveLength(1);
    expect([world.queries, reads]).toEqual([1, [NOW, NOW]]);
  });

  it('reads page after page with one look at the quota', async () => {
    const { add, work, reads, world } = await withSlots(1, 0);
    const stuck = Array.from({ length: 3 * PAGE }, (_, index) =>
      aCapture({ id: idOf(index), severity: 'critical', receivedAt: NOW - 1, notBefore: NOW + 10 * MINUTE }),
    );
    await add(...stuck, aCapture({ id: 'f'.repeat(32), testId: '77', severity: 'minor', receivedAt: NOW }));

    await work([], 26 * SECOND);

    expect(world.posts).toHaveLength(1);
    expect(reads.length).toBeLessThanOrEqual(2);
  });
});

describe('worker: a page of the open ones is full, and what it shows is done', () => {
  /** A capture that waits for a slot, so that no free slot makes the worker read on. */
  const waits = aCapture({ id: 'waits', testId: '9', severity: 'critical' });

  it('looks again, and schedules the wake for what is behind', async () => {
    const { ledger } = aWorker();
    const done = Array.from({ length: PAGE - 1 }, (_, index) =>
      aCapture({ id: idOf(index), state: 'published', snapshot: aSnapshot(), announcedAt: NOW }),
    );
    const stale = done.map(({ id }) => ({ id, turn: '0 1' })); // the index still shows them
    const { work, world } = aWorker({
      slots: createMemorySlots(1),
      ledger: {
        ...ledger,
        openKeys: async (limit, from) =>
          from === undefined ? [...stale, ...(await ledger.openKeys(1))] : ledger.openKeys(limit, from),
      },
    });
    const pending = [aCapture({ id: 'a', testId: '8' }), aCapture({ id: 'behind', testId: '9', receivedAt: NOW + 1 })];
    for (const capture of [...done, ...pending]) await ledger.add(capture);

    await work();

    expect(world.published.map(({ event }) => event.captureId)).toEqual(['a']);
    expect(world.wakes).toEqual([{ delayMs: 301 * SECOND }]);
  });

  it('gives up all that is overdue, behind the first page too', async () => {
    const { add, work, ledger } = await withSlots(1, 1);
    const overdue = Array.from({ length: 2 * PAGE }, (_, index) =>
      aCapture({ id: idOf(index), severity: 'minor', receivedAt: NOW - 7 * DAY }),
    );
    await add(waits, ...overdue);

    await work();

    const pending = ledger.all().filter(({ state }) => state === 'pending');
    expect(pending.map(({ id }) => id)).toEqual(['waits']);
  });

  it('holds all failures that are told together later, behind the first page too', async () => {
    const { add, work, ledger, slots } = await withSlots(1, 1);
    await slots.noteTold('quarantined', NOW - MINUTE, []);
    const failure = { code: 'quarantined', detail: 'unknown' } as const;
    const waiting = Array.from({ length: PAGE + 1 }, (_, index) => ({ ...waits, id: `waits ${index}` }));
    await add(...waiting, ...Array.from({ length: 12 * PAGE }, (_, index) => aFailed({ id: idOf(index), failure })));

    await work();

    const failed = ledger.all().filter(({ state }) => state === 'failed');
    expect(new Set(failed.map(({ leaseUntil }) => leaseUntil))).toEqual(new Set([NOW + 59 * MINUTE]));
  });
});

describe('worker: the wake for what has to wait', () => {
  const IN = 5 * MINUTE;

  it.each([
    { name: 'none is scheduled', wakeAt: 0, claims: 1, wakes: 1 },
    { name: 'the last one is over', wakeAt: NOW, claims: 1, wakes: 1 },
    { name: 'one is scheduled earlier', wakeAt: NOW + 1, claims: 0, wakes: 0 },
    { name: 'one is scheduled for the same moment', wakeAt: NOW + IN, claims: 0, wakes: 0 },
    { name: 'one is scheduled later', wakeAt: NOW + IN + 1, claims: 1, wakes: 1 },
  ])('is one over all workers: $name', async ({ wakeAt, claims, wakes }) => {
    const slots = createMemorySlots(1);
    await slots.take({ index: 0, releaseAt: 0 }, NOW - 1, NOW + IN);
    await slots.claimWake(wakeAt, NOW);
    const claimed: unknown[] = [];
    const claimWake: typeof slots.claimWake = (...claim) => {
      claimed.push(claim);
      return slots.claimWake(...claim);
    };
    const { world, add, work } = aWorker({ slots: { ...slots, claimWake } });
    await add(aCapture());

    await work();

    expect(claimed).toEqual(Array.from({ length: claims }, () => [NOW + IN, NOW]));
    expect(world.wakes).toEqual(Array.from({ length: wakes }, () => ({ delayMs: IN })));
    expect(world.logged).toEqual(Array.from({ length: wakes }, () => 'wake_scheduled'));
  });

  it('is not sent where another worker has claimed it a moment ago', async () => {
    const slots = createMemorySlots(1);
    await slots.take({ index: 0, releaseAt: 0 }, NOW - 1, NOW + IN);
    const { world, add, work } = aWorker({ slots: { ...slots, claimWake: async () => false } });
    await add(aCapture());

    await work();

    expect([world.wakes, world.logged]).toEqual([[], []]);
  });

  it('is sent before the worker ends: what is under way then is frozen', async () => {
    const sent: number[] = [];
    const { slots, add, work } = aWorker({
      sendWake: async (_wake, delayMs) => {
        await new Promise(setImmediate);
        sent.push(delayMs);
      },
    });
    await slots.closeGate({ closedUntil: NOW + IN, reason: 'rate_limited', strikes: 1 });
    await add(aCapture());

    await work();

    expect(sent).toEqual([IN]);
  });
});

describe('worker: another one has just told the first of what waits to be told', () => {
  it('tells the next in the same turn', async () => {
    const { ledger } = aWorker();
    const created = (id: string, receivedAt: number) =>
      aCapture({ id, testId: id, state: 'created', snapshot: aSnapshot(), receivedAt });
    const told: [string, number][] = [];
    const worker = aWorker({
      ledger: { ...ledger, save: async (next) => next.id !== 'first' && ledger.save(next) },
      publish: async ({ event }) => void told.push([event.captureId, worker.world.now]),
    });
    for (const capture of [created('first', NOW - 2), created('second', NOW - 1)]) await ledger.add(capture);

    await worker.work([], SECOND);

    expect(told).toEqual([['second', NOW]]);
  });
});
