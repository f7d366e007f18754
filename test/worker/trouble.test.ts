import { describe, expect, it } from 'vitest';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { A_UUID, aCapture, anAlert, MINUTE, NOW, without } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

/** Captures of `count` different tests. */
const ofTestsOfTheirOwn = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aCapture({ id: `${index}`.padStart(32, '0'), testId: String(1000 + index), receivedAt: NOW - count + index }),
  );

describe('worker: a capture that cannot be processed', () => {
  it('does not hold up the others, and ends failed with a notice', async () => {
    const [poison, ...others] = ofTestsOfTheirOwn(3);
    const { world, add, work, stateOf } = aWorker();
    world.snapshots.push(new Error('nobody planned this'));
    await add(...[poison, ...others].filter((capture) => capture !== undefined));

    await work();
    const states = await Promise.all(others.map(({ id }) => stateOf(id)));
    for (let attempts = 0; attempts < 10; attempts += 1) {
      world.now += 10 * MINUTE;
      world.snapshots.push(new Error('nobody planned this'));
      await work();
    }

    expect(states).toEqual(['published', 'published']);
    expect(world.logged).toContain('capture_crashed');
    expect(world.published.at(-1)?.event).toMatchObject({
      captureId: poison?.id,
      status: 'failed',
      error: { code: 'attempts_exhausted' },
    });
  });

  it('is told where it waited for longer than it is worth', async () => {
    const { world, add, work } = aWorker();
    await add(aCapture({ receivedAt: NOW - 7 * 24 * 60 * MINUTE }));

    await work();

    expect(world.posts).toEqual([]);
    expect(world.published[0]?.event).toMatchObject({ status: 'failed', error: { code: 'gave_up' } });
  });
});

describe('worker: an overdue capture that an operator sent again', () => {
  it('is captured, for its wait starts anew', async () => {
    const { world, add, work } = aWorker();
    await add(aCapture({ receivedAt: NOW - 8 * 24 * 60 * MINUTE, sentAgainAt: NOW - MINUTE }));

    await work();

    expect(world.published[0]?.event).toMatchObject({ status: 'created' });
  });
});

describe('worker: a 400 to a window that ended a moment ago', () => {
  it('is tried again, for it may be about a clock', async () => {
    const { world, add, work, ledger } = aWorker();
    world.snapshots.push({
      outcome: 'rejected',
      status: 400,
      detail: '400 endDate: must be the present or a past date',
    });
    const capture = aCapture();
    await add(capture);

    await work();
    world.now += MINUTE;
    await work();

    expect(await ledger.get(capture.id)).toMatchObject({ state: 'published', attempts: 2 });
    expect(world.published[0]?.event).not.toMatchObject({ possibleDuplicate: true });
  });
});

describe('worker: one of the things under way fails at once', () => {
  it('ends only when the others have come to their end: what is under way then is frozen', async () => {
    const slots = createMemorySlots(5);
    const { world, add, work, stateOf } = aWorker({
      slots: {
        ...slots,
        takeTurn: async (to, ...times) => {
          if (to === 'look-up') throw new Error('throttled');
          return slots.takeTurn(to, ...times);
        },
      },
    });
    const capture = aCapture();
    await add(capture, without(aCapture({ id: 'b'.repeat(32) }), 'testId'));

    await expect(work()).rejects.toThrow('throttled');

    expect(await stateOf(capture.id)).toBe('published');
    expect(world.published).toHaveLength(1);
  });
});

describe('worker: the ledger or the slots cannot be reached', () => {
  it.each(['ledger', 'slots'] as const)('throws, so that the wake comes again: %s', async (part) => {
    const down = () => Promise.reject(new Error('unreachable'));
    const { world, add, work } = aWorker();
    const other = aWorker(
      part === 'ledger' ? { ledger: { openKeys: down } as never } : { slots: { read: down } as never },
    );
    await add(aCapture());
    await other.add(aCapture());

    await expect(other.work()).rejects.toThrow('unreachable');

    expect(other.world.posts).toEqual([]);
    expect(world.posts).toEqual([]);
    await expect(work()).resolves.toBeUndefined();
  });
});

describe('worker: SNS does not accept the notification', () => {
  it('leaves the capture created, and publishes when its lease has run out', async () => {
    let isDown = true;
    const accepted: string[] = [];
    const { world, add, work, stateOf } = aWorker({
      publish: async ({ event }) => {
        if (isDown) throw new Error('throttled');
        accepted.push(event.captureId);
      },
    });
    const capture = aCapture();
    await add(capture);
    await work();
    const before = await stateOf(capture.id);

    isDown = false;
    world.now += MINUTE;
    await work();

    expect(before).toBe('created');
    expect(accepted).toEqual([capture.id]);
    expect(await stateOf(capture.id)).toBe('published');
    expect(world.posts).toHaveLength(1);
  });
});

describe('worker: ThousandEyes answers 429 while the gate cannot be written', () => {
  const aWorkerWithoutGate = () => {
    const slots = createMemorySlots(5);
    const gate = { isDown: true };
    const closeGate: typeof slots.closeGate = async (closing) => {
      if (gate.isDown) throw new Error('throttled');
      return slots.closeGate(closing);
    };
    return { ...aWorker({ slots: { ...slots, closeGate } }), gate };
  };

  it('charges and marks nothing', async () => {
    // The capture once stayed claimed, and was recovered as a possible duplicate with its attempt spent.
    const { world, add, work, ledger, gate } = aWorkerWithoutGate();
    const capture = aCapture();
    world.snapshots.push({ outcome: 'limited', headers: {} });
    await add(capture);

    await work();
    const afterwards = await ledger.get(capture.id);
    gate.isDown = false;
    world.now += 6 * MINUTE;
    await work();

    expect(afterwards).toMatchObject({ state: 'pending', attempts: 0 });
    expect(await ledger.get(capture.id)).toMatchObject({ state: 'published', attempts: 1 });
    expect(await ledger.get(capture.id)).not.toHaveProperty('possibleDuplicate');
  });

  it('charges nothing to a look-up either', async () => {
    const { world, add, work, ledger } = aWorkerWithoutGate();
    const capture = without(aCapture({ alert: anAlert({ alertId: A_UUID }) }), 'testId');
    world.lookups.push({ outcome: 'limited', headers: {} });
    await add(capture);

    await work();

    expect(await ledger.get(capture.id)).toMatchObject({ state: 'pending', attempts: 0 });
  });
});
