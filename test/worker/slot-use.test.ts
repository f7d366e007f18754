import { describe, expect, it } from 'vitest';
import { claim } from '../../lib/captures/transitions.ts';
import type { Slots } from '../../lib/ledger/slots.ts';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aCapture, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const PERIOD = 300 * SECOND;
const CALL_TIMEOUT = 20 * SECOND;
const SKEW = SECOND;
const SEND_WITHIN = 5 * SECOND;

/** A worker after one call with this answer, and its slots. */
const slotsAfter = async (answer?: CallFailure, changes: Parameters<typeof aWorker>[0] = {}) => {
  const worker = aWorker(changes);
  if (answer) worker.world.snapshots.push(answer);
  await worker.add(aCapture());
  await worker.work([], 25.5 * SECOND); // the time suffices for one call
  return { ...worker, used: (await worker.slots.read()).slots[0] };
};

/** A worker over slots in memory, with some of their methods replaced. */
const withSlots = (
  limit: number,
  change: (slots: Slots, worker: () => ReturnType<typeof aWorker>) => Partial<Slots>,
) => {
  const base = createMemorySlots(limit);
  const worker: ReturnType<typeof aWorker> = aWorker({ slots: { ...base, ...change(base, () => worker) } });
  return { ...worker, base };
};

describe('worker: the slot of a call', () => {
  it('that created a snapshot is taken for a period more, and remembers it', async () => {
    const { used } = await slotsAfter();

    expect(used).toEqual({
      index: 0,
      releaseAt: NOW + PERIOD + SKEW,
      takenAt: NOW,
      uses: 1,
      created: { at: NOW, testKey: '74411/3417721', captureId: 'c0ffee00000000000000000000000001' },
    });
  });

  it.each<{ name: string; answer: CallFailure; releaseAt: number }>([
    { name: 'was refused', answer: { outcome: 'forbidden', detail: '403' }, releaseAt: NOW + PERIOD + SKEW },
    { name: 'met a 429', answer: { outcome: 'limited', headers: {} }, releaseAt: NOW + PERIOD + SKEW },
    {
      name: 'may have been counted a timeout later',
      answer: { outcome: 'doubtful', detail: '502' },
      releaseAt: NOW + CALL_TIMEOUT + PERIOD + SKEW,
    },
    { name: 'was never sent', answer: { outcome: 'unsent', detail: 'ECONNREFUSED' }, releaseAt: 0 },
  ])('that $name remembers nothing', async ({ answer, releaseAt }) => {
    const { used } = await slotsAfter(answer);

    expect(used).toEqual({ index: 0, releaseAt, takenAt: NOW, uses: 1 });
  });

  it('frees itself late where that cannot be written down, and the capture has its link', async () => {
    const release = async () => {
      throw new Error('throttled');
    };
    const worker = withSlots(1, () => ({ release }));
    await worker.add(aCapture({ id: 'a' }));

    await worker.work([], 26 * SECOND);

    const [slot] = (await worker.base.read()).slots;
    expect(await worker.stateOf('a')).toBe('published');
    expect(slot?.releaseAt).toBe(NOW + SEND_WITHIN + 2 * CALL_TIMEOUT + PERIOD + SKEW);
    expect(worker.world.logged).toContain('slot_not_stamped');
  });
});

describe('worker: a slot that is taken, and nothing is sent', () => {
  it('is free again where another worker was faster at the capture', async () => {
    const ledger = createMemoryLedger(() => NOW);
    const capture = aCapture();
    const isOurs = async () => {
      await ledger.save(claim(capture, NOW + MINUTE));
      return false;
    };
    const { world, work, slots } = aWorker({ ledger: { ...ledger, save: isOurs } });
    await ledger.add(capture);

    await work([], 26 * SECOND);

    expect(world.posts).toEqual([]);
    expect((await slots.read()).slots.map(({ releaseAt }) => releaseAt)).toEqual([0, 0, 0, 0, 0]);
  });

  it('is free again where the ledger refuses the claim', async () => {
    const ledger = createMemoryLedger(() => NOW);
    const save = async () => {
      throw new Error('throttled');
    };
    const { world, work, slots } = aWorker({ ledger: { ...ledger, save } });
    await ledger.add(aCapture());

    await work([], 26 * SECOND);

    expect(world.posts).toEqual([]);
    expect((await slots.read()).slots.map(({ releaseAt }) => releaseAt)).toEqual([0, 0, 0, 0, 0]);
  });

  it.each([
    { claimTook: 5 * SECOND, uses: 1 },
    { claimTook: 5 * SECOND + 1, uses: 2 },
  ])('is given back, and taken anew, where the claim took more than five seconds: $claimTook ms', async (row) => {
    const ledger = createMemoryLedger(() => NOW);
    let isFirst = true;
    const worker = aWorker({
      ledger: {
        ...ledger,
        save: async (next) => {
          const isSaved = await ledger.save(next);
          if (isFirst) worker.world.now += row.claimTook;
          isFirst = false;
          return isSaved;
        },
      },
    });
    await ledger.add(aCapture({ id: 'a' }));

    await worker.work();

    expect(worker.world.posts).toHaveLength(1);
    expect((await worker.slots.read()).slots.map(({ uses = 0 }) => uses)).toEqual([row.uses, 0, 0, 0, 0]);
    expect(await ledger.get('a')).toMatchObject({ state: 'published', attempts: 1 });
  });
});

describe('worker: the token was rotated', () => {
  const rotated = (worker: ReturnType<typeof aWorker>) => {
    worker.world.tokens = { cached: ['old'], stored: ['new'] };
    worker.world.snapshots.push({ outcome: 'unauthorized' });
    return worker.add(aCapture({ id: 'a' }));
  };

  it('and there is no other slot: the capture waits for one, uncharged, with the first one used', async () => {
    const worker = aWorker({ slots: createMemorySlots(1) });
    await rotated(worker);

    await worker.work([], 60 * SECOND);

    expect(worker.world.posts).toHaveLength(1);
    expect(await worker.ledger.get('a')).toMatchObject({ state: 'pending', attempts: 0 });
    expect(await worker.ledger.get('a')).not.toHaveProperty('triedAt');
  });

  it('takes the next free slot where another worker is faster at the first', async () => {
    let takes = 0;
    const worker = withSlots(3, (slots) => ({
      take: async (slot, now, heldUntil) => {
        takes += 1;
        return takes === 2 ? undefined : slots.take(slot, now, heldUntil);
      },
    }));
    await rotated(worker);

    await worker.work();

    expect(worker.world.posts.map(({ token }) => token)).toEqual(['old', 'new']);
    const claimedOnce = { version: 4 }; // claimed, created, published
    expect(await worker.ledger.get('a')).toMatchObject({ state: 'published', ...claimedOnce });
  });

  it('so late that the first slot could not be used any more: the second one can', async () => {
    const worker: ReturnType<typeof aWorker> = aWorker({
      slots: createMemorySlots(2),
      token: {
        get: async () => ['old'],
        refresh: async () => {
          worker.world.now += SEND_WITHIN + 1;
          return ['new'];
        },
      },
    });
    worker.world.snapshots.push({ outcome: 'unauthorized' });
    await worker.add(aCapture({ id: 'a' }));

    await worker.work();

    expect(worker.world.posts.map(({ token }) => token)).toEqual(['old', 'new']);
    expect(await worker.ledger.get('a')).toMatchObject({ state: 'published', version: 4 });
  });

  it('uses two slots: the second one remembers the snapshot, each is taken for a period from its answer', async () => {
    const worker = aWorker({ slots: createMemorySlots(2) });
    await rotated(worker);

    await worker.work();

    const used = { takenAt: NOW, uses: 1, releaseAt: NOW + PERIOD + SKEW };
    expect((await worker.slots.read()).slots).toEqual([
      { index: 0, ...used },
      { index: 1, ...used, created: { at: NOW, testKey: '74411/3417721', captureId: 'a' } },
    ]);
  });

  it('at an opening of the gate, and there is no other slot: the next call goes ahead alone', async () => {
    const worker = aWorker({ slots: createMemorySlots(1) });
    await worker.slots.closeGate({ closedUntil: NOW - 1, reason: 'unreachable', strikes: 3 });
    await rotated(worker);

    await worker.work([], 60 * SECOND);

    expect(worker.world.posts).toHaveLength(1);
    expect((await worker.slots.read()).gate).toMatchObject({ closedUntil: 0, strikes: 3 });
  });

  it('and the gate was closed meanwhile: no second call is made', async () => {
    const worker: ReturnType<typeof aWorker> = aWorker({
      token: {
        get: async () => ['old'],
        refresh: async () => {
          await worker.slots.closeGate({ closedUntil: NOW + MINUTE, reason: 'rate_limited', strikes: 1 });
          return ['new'];
        },
      },
    });
    worker.world.snapshots.push({ outcome: 'unauthorized' });
    await worker.add(aCapture({ id: 'a' }));

    await worker.work();

    expect(worker.world.posts).toHaveLength(1);
    expect(await worker.ledger.get('a')).toMatchObject({ state: 'pending', attempts: 0 });
  });

  it('so late that the claim could end before a second call: none is made, and its slot is free', async () => {
    const worker: ReturnType<typeof aWorker> = aWorker({
      token: {
        get: async () => ['old'],
        refresh: async () => {
          worker.world.now += 41 * SECOND;
          return ['new'];
        },
      },
    });
    worker.world.snapshots.push({ outcome: 'unauthorized' });
    await worker.add(aCapture({ id: 'a' }));

    await worker.work([], 200 * SECOND).catch(() => undefined);

    const { slots } = await worker.slots.read();
    expect(worker.world.posts[1]?.token).not.toBe('new');
    expect(slots[0]?.releaseAt).toBe(NOW + 41 * SECOND + PERIOD + SKEW);
  });
});
