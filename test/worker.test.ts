import { describe, expect, it } from 'vitest';
import { aCapture, aSnapshot, MINUTE, NOW, SECOND, without } from './support/factories.ts';
import { aWorker } from './support/worker-harness.ts';

/** Captures of tests of their own. */
const ofTestsOfTheirOwn = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aCapture({ id: `${index}`.padStart(32, '0'), testId: String(1000 + index), receivedAt: NOW - count + index }),
  );

describe('worker: nothing is open', () => {
  it('makes the one query and nothing else', async () => {
    const { world, work } = aWorker({
      slots: {} as never, // whoever asks for the slots of an idle system fails here
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
    const open = ledger.open;
    let isFirst = true;
    Object.assign(ledger, {
      open: async (limit: number) => {
        const captures = isFirst ? [] : await open(limit);
        isFirst = false;
        return captures;
      },
    });

    await work([capture.id]);

    expect(await stateOf(capture.id)).toBe('published');
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
    expect(next - world.now).toBe(301 * SECOND);
  });

  it('goes on at the wake with what is left, sleeping the last seconds', async () => {
    const { world, add, work } = aWorker();
    await add(...ofTestsOfTheirOwn(7));
    await work();

    world.now += 295 * SECOND;
    await work();

    expect(world.posts).toHaveLength(7);
    expect(world.now).toBe(NOW + 301 * SECOND);
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

describe('worker: a capture that cannot be processed', () => {
  it('does not hold up the others, and ends failed with a notice', async () => {
    const [poison, ...others] = ofTestsOfTheirOwn(3);
    const { world, add, work, stateOf } = aWorker();
    world.snapshots.push(new Error('nobody planned this'));
    await add(...[poison, ...others].filter((capture) => capture !== undefined));

    await work();
    const states = await Promise.all(others.map(({ id }) => stateOf(id)));
    for (let attempts = 0; attempts < 6; attempts += 1) {
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

    expect(await ledger.get(capture.id)).toMatchObject({ state: 'published', attempts: 2 });
    expect(world.published[0]?.event).not.toMatchObject({ possibleDuplicate: true });
  });
});

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

describe('worker: an alert without a test id', () => {
  const withoutTest = () => without(aCapture(), 'testId');

  it('is looked up, and then captured', async () => {
    const { world, add, work } = aWorker();
    world.lookups.push({ outcome: 'found', testId: '77', alert: {} });
    await add(withoutTest());

    await work();

    expect(world.posts[0]).toMatchObject({ testId: '77' });
    expect(world.published[0]?.event).toMatchObject({ status: 'created', testId: '77' });
  });

  it('is looked up at a pace that leaves most of the organisation’s calls to others', async () => {
    const { world, add, work } = aWorker();
    const alerts = Array.from({ length: 12 }, (_, index) =>
      without(aCapture({ id: `${index}`.padStart(32, '0') }), 'testId'),
    );
    for (const [index] of alerts.entries())
      world.lookups.push({ outcome: 'found', testId: String(500 + index), alert: {} });
    await add(...alerts);

    await work();

    expect(world.lookups).toEqual([]);
    expect(world.now - NOW).toBeGreaterThanOrEqual(3 * 1500);
  });

  it('fails with a notice where it has no test', async () => {
    const { world, add, work } = aWorker();
    await add(withoutTest());

    await work();

    expect(world.published[0]?.event).toMatchObject({ status: 'failed', error: { code: 'no_test' } });
    expect(world.posts).toEqual([]);
  });

  it('is looked up again where the API does not know it yet, and fails in the end', async () => {
    const { world, add, work } = aWorker();
    const unknown = { outcome: 'rejected', status: 404, detail: '404' } as const;
    world.lookups.push(unknown, unknown, unknown, unknown);
    await add(withoutTest());

    for (let tries = 0; tries < 4; tries += 1, world.now += MINUTE) await work();

    expect(world.published.map(({ event }) => event.error?.code)).toEqual(['alert_not_found']);
  });
});

describe('worker: the ledger or the slots cannot be reached', () => {
  it.each(['ledger', 'slots'] as const)('throws, so that the wake comes again: %s', async (part) => {
    const down = () => Promise.reject(new Error('unreachable'));
    const { world, add, work } = aWorker();
    const other = aWorker(part === 'ledger' ? { ledger: { open: down } as never } : { slots: { read: down } as never });
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

  it('are served at once by a snapshot of a moment ago, slot or no slot', async () => {
    const { world, add, work, slots } = aWorker();
    for (let index = 0; index < 5; index += 1) await slots.take({ index, releaseAt: 0 }, NOW, NOW + 60 * MINUTE);
    const source = {
      ...aCapture({ id: 'a'.repeat(32), state: 'published' as const, announcedAt: NOW }),
      snapshot: aSnapshot(),
    };
    const late = aCapture({ id: 'b'.repeat(32), receivedAt: NOW + 30 * SECOND });
    await add(source, late);

    await work([late.id]);

    expect(world.posts).toEqual([]);
    expect(world.published[0]?.event).toMatchObject({ status: 'reused', link: source.snapshot.link });
  });
});
