import { describe, expect, it } from 'vitest';
import { aCapture, aSnapshot, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

/** Captures of `count` different tests. */
const ofTestsOfTheirOwn = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aCapture({ id: `${index}`.padStart(32, '0'), testId: String(1000 + index), receivedAt: NOW - count + index }),
  );

describe('worker: nothing is open', () => {
  it('makes the one query and nothing else', async () => {
    const { world, work } = aWorker({
      slots: {} as never, // a read of the slots in an idle system fails here
    });

    await work();

    expect(world).toMatchObject({ queries: 1, posts: [], published: [], wakes: [] });
  });
});

describe('worker: one capture and a free slot', () => {
  it('takes the snapshot, publishes its link and ends', async () => {
    const { world, add, work, stateOf } = aWorker();
    const capture = aCapture();
    await add(capture);

    await work([capture.id]);

    expect(await stateOf(capture.id)).toBe('published');
    expect(world.posts).toEqual([expect.objectContaining({ testId: '3417721', aid: '74411', token: 'token' })]);
    expect(world.published).toHaveLength(1);
    expect(world.wakes).toEqual([]);
  });

  it('is found by name where the index does not show it yet', async () => {
    const { add, work, stateOf, ledger } = aWorker();
    const capture = aCapture();
    await add(capture);
    const { openKeys } = ledger;
    let isFirst = true;
    Object.assign(ledger, {
      openKeys: async (limit: number) => {
        const keys = isFirst ? [] : await openKeys(limit);
        isFirst = false;
        return keys;
      },
    });

    await work([capture.id]);

    expect(await stateOf(capture.id)).toBe('published');
  });

  it.each([
    { timeLeftMs: 25 * SECOND, posts: 1 },
    { timeLeftMs: 25 * SECOND - 1, posts: 0 },
  ])('has time for a call, its timeout and five seconds to write it down: $timeLeftMs ms', async (row) => {
    const { world, add, work } = aWorker();
    await add(aCapture());

    await work([], row.timeLeftMs);

    expect(world.posts).toHaveLength(row.posts);
  });

  it('starts no call that it has no time for, and wakes at once instead', async () => {
    const { world, add, work, stateOf } = aWorker();
    const capture = aCapture();
    await add(capture);

    await work([capture.id], 20 * SECOND);

    expect(world.posts).toEqual([]);
    expect(world.wakes).toEqual([{ delayMs: 0 }]);
    expect(await stateOf(capture.id)).toBe('pending');
  });
});

describe('worker: more captures than slots', () => {
  it('takes five and schedules one wake, exactly for the next slot', async () => {
    const { world, add, work, slots } = aWorker();
    await add(...ofTestsOfTheirOwn(7));

    await work();
    await work();

    const { slots: leases } = await slots.read();
    const next = Math.min(...leases.map(({ releaseAt }) => releaseAt));
    expect(world.posts).toHaveLength(5);
    expect(world.wakes).toEqual([{ delayMs: next - world.now }]);
    expect(next - NOW).toBe(301 * SECOND);
  });

  it('goes on at the wake with what is left, sleeping the last seconds', async () => {
    const { world, add, work } = aWorker();
    await add(...ofTestsOfTheirOwn(7));
    await work();

    world.now += 295 * SECOND;
    await work();

    expect(world.posts).toHaveLength(7);
    expect(world.published).toHaveLength(7);
    expect(world.now - NOW).toBeLessThanOrEqual(302 * SECOND);
  });

  it('schedules a wait of hours in wakes of fifteen minutes', async () => {
    const { world, add, work, slots } = aWorker();
    await add(aCapture());
    await slots.closeGate({ closedUntil: NOW + 60 * MINUTE, reason: 'rate_limited', strikes: 1 });

    await work();
    world.now += 15 * MINUTE;
    await work();

    expect(world.wakes).toEqual([{ delayMs: 15 * MINUTE }, { delayMs: 15 * MINUTE }]);
  });
});

describe('worker: a hundred captures that cannot go on are before the one that can', () => {
  it('captures that one all the same: they wait for another try', async () => {
    const { world, add, work, stateOf } = aWorker();
    const stuck = Array.from({ length: 150 }, (_, index) =>
      aCapture({ id: `${index}`.padStart(32, '0'), severity: 'critical', notBefore: NOW + 10 * MINUTE }),
    );
    const ready = aCapture({ id: 'f'.repeat(32), testId: '77', severity: 'info' });
    await add(...stuck, ready);

    await work();

    expect(await stateOf(ready.id)).toBe('published');
    expect(world.posts.map(({ testId }) => testId)).toEqual(['77']);
  });

  it('captures that one all the same: they are in other workers’ hands', async () => {
    const { add, work, stateOf } = aWorker();
    const held = Array.from({ length: 120 }, (_, index) =>
      aCapture({ id: `${index}`.padStart(32, '0'), state: 'claimed', leaseUntil: NOW + MINUTE }),
    );
    const ready = aCapture({ id: 'f'.repeat(32), testId: '77' });
    await add(...held, ready);

    await work();

    expect(await stateOf(ready.id)).toBe('published');
  });

  it('captures that one all the same: they are many of one test', async () => {
    const { world, add, work, stateOf } = aWorker();
    const many = Array.from({ length: 300 }, (_, index) => aCapture({ id: `${index}`.padStart(32, '0') }));
    const ready = aCapture({ id: 'f'.repeat(32), testId: '77', severity: 'minor' });
    await add(...many, ready);

    await work();

    expect(await stateOf(ready.id)).toBe('published');
    expect(world.posts).toHaveLength(2);
  });
});

describe('worker: the index shows eighty captures that are done, before seven that wait', () => {
  it('takes five of these and schedules the wake for the others', async () => {
    const { add, ledger } = aWorker();
    const done = Array.from({ length: 80 }, (_, index) =>
      aCapture({ id: `${index}`.padStart(32, 'a'), state: 'published', snapshot: aSnapshot(), announcedAt: NOW }),
    );
    await add(...done, ...ofTestsOfTheirOwn(7));
    const stale = done.map(({ id }) => ({ id, turn: '0 1' }));
    const { world, work } = aWorker({
      ledger: {
        ...ledger,
        openKeys: async (limit, from) => (from === undefined ? stale : ledger.openKeys(limit, from)),
      },
    });

    await work();

    expect(world.posts).toHaveLength(5);
    expect(world.wakes).toEqual([{ delayMs: NOW + 301 * SECOND - world.now }]);
  });
});
