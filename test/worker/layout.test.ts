import { describe, expect, it } from 'vitest';
import { SCHEMA } from '../../lib/ledger/items.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aCapture, aFailed, aSnapshot, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const QUARANTINED = { code: 'quarantined', detail: 'unknown' } as const;
const numbered = (index: number, fill: string) => `${index}`.padStart(32, fill);

describe('worker: an index shows captures whose items are gone', () => {
  // An item was deleted by hand, or the table was restored. The worker once claimed such captures for ever, slot after
  // slot.
  it('takes no slot, makes no write and comes to its end', async () => {
    const calls: string[] = [];
    const slots = createMemorySlots(5);
    const counted = aWorker({
      slots: {
        ...slots,
        read: async () => {
          calls.push('read');
          return slots.read();
        },
        take: async (...asked) => {
          calls.push('take');
          return slots.take(...asked);
        },
      },
    });
    const ghost = aCapture();
    await counted.add(ghost);
    counted.ledger.remove(ghost.id);

    await counted.work();

    expect(calls).toEqual(['read']);
    expect(counted.world.wakes).toEqual([]);
  });

  it('finds the one that waits behind pages of them', async () => {
    const { add, ledger, work, stateOf } = aWorker();
    const ghosts = Array.from({ length: 200 }, (_, index) =>
      aCapture({ id: numbered(index, 'a'), severity: 'critical', receivedAt: NOW - 1000 + index }),
    );
    const waiting = aCapture({ severity: 'info', testId: '77' });
    await add(...ghosts, waiting);
    for (const { id } of ghosts) ledger.remove(id);

    await work();

    expect(await stateOf(waiting.id)).toBe('published');
  });
});

describe('worker: more that is due again than a page shows', () => {
  it('hides no link that is not told yet, not even while the gate is closed', async () => {
    const { add, work, slots, world } = aWorker();
    await slots.closeGate({ closedUntil: NOW + 10 * 3_600_000, reason: 'unauthorized', strikes: 1 });
    const due = Array.from({ length: 90 }, (_, index) =>
      aCapture({ id: numbered(index, 'e'), testId: `${index + 1}`, notBefore: NOW - 600 * SECOND }),
    );
    const untold = aCapture({ state: 'created', snapshot: aSnapshot(), leaseUntil: NOW - 300 * SECOND });
    await add(...due, untold);

    await work();

    expect(world.published.map(({ event }) => event.captureId)).toEqual([untold.id]);
  });
});

describe('worker: an item that is deleted while the worker is at it', () => {
  it('is let go', async () => {
    const harness = aWorker();
    let saves = 0;
    const gone = aWorker({
      ledger: {
        ...harness.ledger,
        save: async (next) => {
          saves += 1;
          if (saves > 20) throw new Error('it goes on for ever');
          harness.ledger.remove(next.id);
          return harness.ledger.save(next);
        },
      },
    });
    await harness.ledger.add(aCapture());

    await gone.work();

    expect(saves).toBe(1);
  });
});

describe('worker: an item that a newer version of the code wrote', () => {
  it('is left alone, and the others are served', async () => {
    const { add, ledger, work, world, stateOf } = aWorker();
    const newer = { ...aCapture({ id: numbered(1, 'b'), testId: '77' }), schema: SCHEMA + 1 };
    const abandoned = { ...aFailed({ id: numbered(2, 'b') }), schema: SCHEMA + 1 };
    const ours = aCapture();
    await add(newer, abandoned, ours);

    await work([newer.id]);

    expect(await ledger.get(newer.id)).toEqual(newer);
    expect(await ledger.get(abandoned.id)).toEqual(abandoned);
    expect(await stateOf(ours.id)).toBe('published');
    expect(world.posts).toHaveLength(1);
    expect(world.wakes).toEqual([]);
  });
});

describe('worker: a follower whose leader a newer version of the code wrote', () => {
  it.each(['claimed', 'failed'] as const)('is left to that version, with its leader: %s', async (state) => {
    const { add, ledger, work, world, stateOf } = aWorker({ slots: createMemorySlots(1) });
    const held = { state, leaseUntil: NOW - MINUTE, ...(state === 'failed' && { failure: QUARANTINED }) };
    const leader = { ...aCapture({ ...held, id: numbered(1, 'b') }), schema: SCHEMA + 1 };
    const follower = aCapture({ ...held, id: numbered(2, 'b'), mergedInto: leader.id });
    const [first, second] = [aCapture({ testId: '1' }), aCapture({ id: numbered(3, 'b'), testId: '2' })];
    await add(leader, follower, first, second);

    await work(); // one of these two waits for the slot

    expect(await ledger.get(leader.id)).toEqual(leader);
    expect(await ledger.get(follower.id)).toEqual(follower);
    expect([await stateOf(first.id), await stateOf(second.id)].toSorted()).toEqual(['pending', 'published']);
    expect(world.wakes).toHaveLength(1);
    expect(world.logged).not.toContain('abandoned_capture_mended');
  });
});

describe('worker: a capture that backs off among many that wait', () => {
  it('has its turn as soon as its time has come', async () => {
    const { add, ledger, work, world } = aWorker({ slots: createMemorySlots(1) });
    const manual = aCapture({ id: numbered(0, 'c'), reason: 'manual', testId: '1' });
    const storm = Array.from({ length: 150 }, (_, index) =>
      aCapture({ id: numbered(index, 'd'), severity: 'critical', testId: `${100 + index}`, receivedAt: NOW - SECOND }),
    );
    await add(manual, ...storm);
    world.snapshots.push({ outcome: 'doubtful', detail: '502' });
    await work();
    const backingOff = await ledger.get(manual.id);
    world.now += 400 * SECOND;

    await work();

    expect(backingOff).toMatchObject({ state: 'pending', attempts: 1 });
    expect(world.posts.map(({ testId }) => testId)).toEqual(['1', expect.any(String)]);
    world.now += 400 * SECOND;
    await work();
    expect(world.posts.at(-1)?.testId).toBe('1'); // the previous slot served the oldest capture
  });
});
