import { describe, expect, it } from 'vitest';
import { testKeyOf } from '../../lib/captures/identity.ts';
import { announce } from '../../lib/captures/announcing.ts';
import { claim, create } from '../../lib/captures/transitions.ts';
import { windowEndingAt } from '../../lib/captures/window.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aCapture, aSnapshot, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const first = aCapture({ id: 'a'.repeat(32), severity: 'critical' });

/** An alert of the same test, `ms` milliseconds later. */
const later = (ms: number) => aCapture({ id: 'b'.repeat(32), receivedAt: NOW + ms, ...windowEndingAt(NOW + ms, 2) });

describe('worker: an alert arrives while a snapshot of its test is being taken', () => {
  /** Two workers on one ledger and one clock. A wake starts the second one in the middle of the first one's call. */
  const meet = async (before: readonly ReturnType<typeof aCapture>[], callMs: number) => {
    const clock = { now: NOW };
    const { ledger, slots, add } = aWorker();
    const second = later(SECOND);
    const shared = {
      ledger,
      slots,
      now: () => clock.now,
      // While the second worker sleeps, the first worker's call goes on.
      sleep: async (ms: number) => {
        clock.now += ms;
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      },
    };
    let runSecond: Promise<void> | undefined;
    const answeredAt = NOW + callMs;
    const firstWorker = aWorker({
      ...shared,
      thousandEyes: {
        createSnapshot: async (_token, { testId, startDate, endDate }) => {
          if (testId === first.testId && runSecond === undefined) {
            clock.now = second.receivedAt;
            await add(second);
            runSecond = aWorker(shared).work([second.id], clock.now + 60 * SECOND - NOW);
            while (clock.now < answeredAt) await new Promise((resolve) => void setImmediate(resolve));
          }
          return { outcome: 'created', snapshot: { ...aSnapshot(), startDate, endDate } };
        },
        lookUpAlert: async () => ({ outcome: 'found', alert: {} }),
      },
    });
    await add(first, ...before);
    await firstWorker.work([first.id]);
    await runSecond;
    return ledger.get(second.id);
  };

  it('gets its link as soon as it exists', async () => {
    const second = await meet([], 4 * SECOND);

    expect(second).toMatchObject({ state: 'published', reusedFrom: first.id });
    expect((second?.announcedAt ?? Infinity) - NOW).toBeLessThanOrEqual(10 * SECOND);
  });

  it('gets it before its turn, whatever waits', async () => {
    const others = Array.from({ length: 40 }, (_, index) =>
      aCapture({ id: `${index}`.padStart(32, '0'), testId: String(1000 + index), receivedAt: NOW - SECOND }),
    );

    const second = await meet(others, 4 * SECOND);

    expect(second).toMatchObject({ state: 'published', reusedFrom: first.id });
  });
});

describe('worker: an alert of a test that was captured a moment ago, all slots taken and its wake lost', () => {
  it('gets the link at the next look, which the slots remember', async () => {
    const { add, work, ledger, slots, world } = aWorker();
    await add(first);
    await work();
    for (const index of [1, 2, 3, 4]) await slots.take({ index, releaseAt: 0 }, NOW, NOW + 5 * MINUTE);
    const second = later(20 * SECOND);
    world.now = NOW + 30 * SECOND;
    await add(second);

    await work();

    expect(await ledger.get(second.id)).toMatchObject({ state: 'published', reusedFrom: first.id });
  });
});

describe('worker: the slot of a snapshot could not be stamped', () => {
  it('finds the snapshot all the same, and takes no second one', async () => {
    const base = createMemorySlots(5);
    let isThrottled = true;
    const { add, work, ledger, world } = aWorker({
      slots: {
        ...base,
        release: async (lease, releaseAt, created) => {
          if (!isThrottled) return base.release(lease, releaseAt, created);
          isThrottled = false;
          throw new Error('throttled');
        },
      },
    });
    await add(first);
    await work([first.id]);
    world.now += 20 * SECOND;
    const second = later(20 * SECOND);
    await add(second);

    await work([second.id]);

    expect(world.posts).toHaveLength(1);
    expect(await ledger.get(second.id)).toMatchObject({ state: 'published', reusedFrom: first.id });
  });
});

describe('worker: another one makes a snapshot of the test while this one sleeps until the next slot', () => {
  it('finds it on waking, though no slot remembers it, and takes no second one', async () => {
    const slots = createMemorySlots(2);
    const worker = aWorker({
      slots,
      sleep: async (ms) => {
        worker.world.now += ms;
        const made = { state: 'published' as const, announcedAt: NOW, snapshot: aSnapshot() };
        await worker.add(aCapture({ id: first.id, ...made }));
      },
    });
    await slots.take({ index: 0, releaseAt: 0 }, NOW - MINUTE, NOW + SECOND);
    await slots.take({ index: 1, releaseAt: 0 }, NOW - MINUTE, NOW + 5 * MINUTE);
    await worker.add(later(0));

    await worker.work([later(0).id]);

    expect(worker.world.posts).toEqual([]);
    expect(await worker.ledger.get(later(0).id)).toMatchObject({ state: 'published', reusedFrom: first.id });
  });
});

describe('worker: a snapshot is made by another one, which this one saw at it, before the next slot is free', () => {
  it('is handed out when the slot is looked at, not only at the next look for everything', async () => {
    const slots = createMemorySlots(2);
    const call = await slots.take({ index: 0, releaseAt: 0 }, NOW, NOW + 6 * MINUTE);
    if (call === undefined) throw new Error('the slot was taken already');
    await slots.take({ index: 1, releaseAt: 0 }, NOW, NOW + SECOND);
    const claimed = claim(first, NOW + MINUTE);
    let isMade = false;
    const worker = aWorker({
      slots,
      sleep: async (ms) => {
        worker.world.now += ms;
        if (isMade) return;
        isMade = true;
        const created = create(claimed, aSnapshot(), [], worker.world.now + MINUTE);
        await worker.ledger.save(created);
        await worker.ledger.save(announce(created, worker.world.now));
        const creation = { at: worker.world.now, testKey: testKeyOf(first) ?? '', captureId: first.id };
        await slots.release(call, worker.world.now + 5 * MINUTE, creation);
      },
    });
    const asked = { ...later(0), reason: 'manual' as const }; // a manual capture does not wait to share a message
    await worker.add(first, asked, aCapture({ id: 'c'.repeat(32), testId: '9' }));
    await worker.ledger.save(claimed);

    await worker.work();

    const served = await worker.ledger.get(later(0).id);
    expect(served).toMatchObject({ state: 'published', reusedFrom: first.id, announcedAt: NOW + 1.5 * SECOND });
  });
});

describe('worker: a slot says that it has a snapshot before the ledger shows it', () => {
  it('reads the source again, and serves what waits for it with no slot', async () => {
    // The worker once used a version without the link for the rest of the invocation.
    const waiting = later(5 * SECOND);
    let isFirstSleep = true;
    const harness = aWorker({
      sleep: async (ms) => {
        harness.world.now += ms;
        const stored = isFirstSleep ? await ledger.get(first.id) : undefined;
        isFirstSleep = false;
        if (stored?.state !== 'claimed') return;
        const created = create(stored, aSnapshot({ endsAt: NOW }), [], harness.world.now + MINUTE);
        await ledger.save(created);
        await ledger.save(announce(created, harness.world.now));
      },
    });
    const { world, ledger, slots, add, work } = harness;
    await add(first, waiting);
    world.now = NOW + 6 * SECOND;
    await ledger.save(claim(first, world.now + MINUTE));
    const lease = await slots.take({ index: 0, releaseAt: 0 }, world.now - 1, world.now + 6 * MINUTE);
    if (lease === undefined) throw new Error('the slot was taken already');
    const creation = { at: world.now, testKey: testKeyOf(first) ?? '', captureId: first.id };
    await slots.release(lease, world.now + 5 * MINUTE, creation);

    await work([waiting.id]);

    expect(await ledger.get(waiting.id)).toMatchObject({ state: 'published', reusedFrom: first.id });
    expect(world.posts).toEqual([]);
  });
});
