import { describe, expect, it } from 'vitest';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aCapture, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

/* Lambda freezes calls that an invocation has under way when it ends. */

describe('worker: something fails at once beside what takes longer', () => {
  /** Takes so long that code that does not wait for it has ended before. */
  const later = async () => {
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  };
  const [leader, follower] = [aCapture({ id: 'a'.repeat(32) }), aCapture({ id: 'b'.repeat(32) })];

  /** A worker whose ledger refuses to put the leader back, and is slow for the follower. */
  const refusing = (changes: Parameters<typeof aWorker>[0] = {}) => {
    const { ledger } = aWorker();
    const save: typeof ledger.save = async (next) => {
      if (next.state === 'pending' && next.id === leader.id) throw new Error('throttled');
      if (next.state === 'pending') await later();
      return ledger.save(next);
    };
    return { ...aWorker({ ledger: { ...ledger, save }, ...changes }), ledger };
  };

  it('a link is out and written down when it ends, where the doubts cannot be forgotten', async () => {
    const slots = createMemorySlots(5);
    const told: string[] = [];
    const { add, work, stateOf } = aWorker({
      slots: { ...slots, clearDoubts: () => Promise.reject(new Error('throttled')) },
      publish: async ({ event }) => {
        await later();
        told.push(event.captureId);
      },
    });
    await slots.noteDoubt('74411/1');
    await add(leader);

    await work();

    expect([told, await stateOf(leader.id)]).toEqual([[leader.id], 'published']);
  });

  it('a slot is stamped when it ends, where the link is out before', async () => {
    const slots = createMemorySlots(1);
    const { add, work } = aWorker({
      slots: {
        ...slots,
        release: async (...stamp) => {
          await later();
          await slots.release(...stamp);
        },
      },
    });
    await add(leader);

    await work();

    expect((await slots.read()).slots).toMatchObject([{ releaseAt: NOW + 301_000, created: { captureId: leader.id } }]);
  });

  it('a slot is free again when it ends, where its call is not sent', async () => {
    const slots = createMemorySlots(1);
    const { ledger } = aWorker();
    const { work } = aWorker({
      ledger: { ...ledger, save: () => Promise.reject(new Error('throttled')) },
      slots: {
        ...slots,
        release: async (...stamp) => {
          await later();
          await slots.release(...stamp);
        },
      },
    });
    await ledger.add(leader);

    await work([], 26 * SECOND);

    expect((await slots.read()).slots).toMatchObject([{ releaseAt: 0 }]);
  });

  it('a gate is closed when it ends, and its captures wait, where that takes longer', async () => {
    const slots = createMemorySlots(1);
    const { world, add, work, stateOf } = aWorker({
      slots: {
        ...slots,
        closeGate: async (...closing) => {
          await later();
          await slots.closeGate(...closing);
        },
      },
    });
    world.snapshots.push({ outcome: 'limited', headers: {} });
    await add(leader);

    await work([], 26 * SECOND);

    expect((await slots.read()).gate).toMatchObject({ reason: 'rate_limited' });
    expect(await stateOf(leader.id)).toBe('pending');
  });

  it('a link is written down when it ends, where no turn can be had to tell it', async () => {
    const { ledger, slots } = aWorker();
    const { work } = aWorker({
      slots: { ...slots, takeTurn: () => Promise.reject(new Error('throttled')) },
      ledger: {
        ...ledger,
        save: async (next) => {
          if (next.state === 'created') await later();
          return ledger.save(next);
        },
      },
    });
    await ledger.add(leader);

    await work([], 26 * SECOND);

    expect(await ledger.get(leader.id)).toMatchObject({ state: 'created' });
  });

  it('the others that wait too long are given up when it ends, where one cannot be', async () => {
    const { ledger } = aWorker();
    const { work } = aWorker({
      ledger: {
        ...ledger,
        save: async (next) => {
          if (next.id === leader.id) throw new Error('throttled');
          await later();
          return ledger.save(next);
        },
      },
    });
    for (const capture of [leader, follower]) await ledger.add({ ...capture, receivedAt: NOW - 8 * 86_400 * SECOND });

    await work([], SECOND);

    expect(await ledger.get(follower.id)).toMatchObject({ state: 'failed', failure: { code: 'gave_up' } });
  });

  it('its followers have ended when a leader is announced', async () => {
    const { ledger } = aWorker();
    const ended: string[] = [];
    const { work } = aWorker({
      ledger: {
        ...ledger,
        save: async (next) => {
          if (next.id === follower.id) await later();
          if (next.state === 'published') ended.push(next.id);
          return ledger.save(next);
        },
      },
    });
    for (const capture of [leader, follower]) await ledger.add(capture);

    await work([], 26 * SECOND);

    expect(ended).toEqual([follower.id, leader.id]);
  });

  it('a slot is stamped when it ends, where a failure cannot be written down', async () => {
    const slots = createMemorySlots(5);
    const { world, ledger, work } = refusing({
      slots: {
        ...slots,
        release: async (...stamp) => {
          await later();
          await slots.release(...stamp);
        },
      },
    });
    world.snapshots.push({ outcome: 'limited', headers: {} });
    await ledger.add(leader);

    await work();

    const taken = (await slots.read()).slots.filter(({ releaseAt }) => releaseAt > NOW);
    expect(taken.map(({ releaseAt }) => releaseAt)).toEqual([NOW + 301_000]);
  });

  it('a follower waits again when it ends, where its leader cannot be put back: the call failed', async () => {
    const { world, ledger, work } = refusing();
    world.snapshots.push({ outcome: 'limited', headers: {} });
    for (const capture of [leader, follower]) await ledger.add(capture);

    await work([], 26 * SECOND); // no time left for a second call

    expect(await ledger.get(follower.id)).toMatchObject({ state: 'pending', attempts: 0 });
    expect(await ledger.get(leader.id)).toMatchObject({ state: 'claimed' });
  });

  it('a follower waits again when it ends, where its leader cannot be put back: the group is refused', async () => {
    const { world, ledger, work } = refusing({ slots: createMemorySlots(1) });
    world.snapshots.push({ outcome: 'rejected', status: 400, detail: '400', refusal: '400 range' });
    for (const capture of [leader, follower]) await ledger.add(capture);

    await work([], 26 * SECOND);

    expect(await ledger.get(follower.id)).toMatchObject({ state: 'pending', alone: true, refusal: '400 range' });
    expect(await ledger.get(leader.id)).toMatchObject({ state: 'claimed' });
  });

  it('a follower waits again when it ends, where its leader cannot be put back: no slot for a second call', async () => {
    const { world, ledger, work } = refusing({ slots: createMemorySlots(1) });
    world.tokens = { cached: ['old'], stored: ['new'] };
    world.snapshots.push({ outcome: 'unauthorized' });
    for (const capture of [leader, follower]) await ledger.add(capture);

    await work();

    expect(await ledger.get(follower.id)).toMatchObject({ state: 'pending', attempts: 0 });
    expect(await ledger.get(leader.id)).toMatchObject({ state: 'claimed' });
  });
});
