import { describe, expect, it } from 'vitest';
import { aCapture, aSnapshot, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

describe('worker: a group whose call is refused with 400', () => {
  it('is tried one by one, for the range was the group’s', async () => {
    const { world, add, work, stateOf } = aWorker();
    world.snapshots.push({ outcome: 'rejected', status: 400, detail: 'range' });
    const old = aCapture({ id: 'a'.repeat(32), receivedAt: NOW - 40 * 60 * MINUTE });
    const fresh = aCapture({ id: 'b'.repeat(32), receivedAt: NOW - 5 * MINUTE });
    await add(old, fresh);

    await work();

    expect(world.posts).toHaveLength(3);
    expect([await stateOf(old.id), await stateOf(fresh.id)]).toEqual(['published', 'published']);
  });
});

describe('worker: a follower that cannot be claimed', () => {
  it('is left out, and the snapshot is taken for the others', async () => {
    const { world, add, work, ledger } = aWorker();
    const [leader, follower] = [aCapture({ id: 'a'.repeat(32) }), aCapture({ id: 'b'.repeat(32) })];
    await add(leader, follower);
    const save = ledger.save.bind(ledger);
    let isThrottled = true;
    const worker = aWorker({
      ledger: {
        ...ledger,
        save: async (next) => {
          if (isThrottled && next.id === follower.id) {
            isThrottled = false;
            throw new Error('throttled');
          }
          return save(next);
        },
      },
    });

    await worker.work();

    expect(worker.world.published[0]?.event).toMatchObject({ captureId: leader.id, status: 'created' });
    expect(worker.world.published[0]?.event).not.toHaveProperty('possibleDuplicate', true);
    expect(await ledger.get(follower.id)).toMatchObject({ state: 'published' });
    expect([world.posts, await work()]).toEqual([[], undefined]);
  });
});

describe('worker: captures of one test', () => {
  it('become one snapshot and one notification, and all of them end with it', async () => {
    const { world, add, work, ledger } = aWorker();
    const [first, second] = [
      aCapture({ id: 'a'.repeat(32) }),
      aCapture({ id: 'b'.repeat(32), receivedAt: NOW + MINUTE }),
    ];
    await add(first, second);

    await work([first.id, second.id]);

    expect(world.posts).toEqual([
      expect.objectContaining({ startDate: '2026-03-02T06:01:00Z', endDate: '2026-03-02T10:01:00Z' }),
    ]);
    expect(world.published.map(({ event }) => event.alerts.map(({ captureId }) => captureId))).toEqual([
      [first.id, second.id],
    ]);
    expect(await ledger.get(second.id)).toMatchObject({ state: 'published', mergedInto: first.id });
  });

  it('are served within seconds by a snapshot of a moment ago, slot or no slot', async () => {
    const { world, add, work, slots } = aWorker();
    for (let index = 0; index < 5; index += 1) {
      const lease = await slots.take({ index, releaseAt: 0 }, NOW, NOW + 60 * MINUTE);
      if (lease && index === 3)
        await slots.release(lease, NOW + 60 * MINUTE, {
          at: NOW,
          testKey: '74411/3417721',
          captureId: 'a'.repeat(32),
        });
    }
    const source = {
      ...aCapture({ id: 'a'.repeat(32), state: 'published' as const, announcedAt: NOW }),
      snapshot: aSnapshot(),
    };
    const late = aCapture({ id: 'b'.repeat(32), receivedAt: NOW + 30 * SECOND });
    await add(source, late);

    world.now = late.receivedAt;
    await work([late.id]);

    expect(world.posts).toEqual([]);
    expect(world.published[0]?.event).toMatchObject({ status: 'reused', link: source.snapshot.link });
  });

  it('are served by a snapshot of long ago that shows their window, which no slot remembers', async () => {
    const { world, add, work } = aWorker();
    const long = NOW - 20 * 60 * MINUTE;
    const source = {
      ...aCapture({ id: 'a'.repeat(32), state: 'published' as const, receivedAt: long, announcedAt: long }),
      snapshot: aSnapshot({ endsAt: long }),
    };
    const late = aCapture({ id: 'b'.repeat(32), receivedAt: long });
    await add(source, late);

    await work([late.id]);

    expect(world.posts).toEqual([]);
    expect(world.published[0]?.event).toMatchObject({ status: 'reused', link: source.snapshot.link });
  });
});
