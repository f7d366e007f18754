import { describe, expect, it } from 'vitest';
import {
  aCapture,
  aFailed,
  anAlert,
  aSnapshot,
  type CaptureOverrides,
  MINUTE,
  NOW,
  SECOND,
  without,
} from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const LEADER = 'a'.repeat(32);
const FOLLOWER = 'b'.repeat(32);

const aClaimed = (overrides: CaptureOverrides = {}) =>
  aCapture({ id: FOLLOWER, state: 'claimed', attempts: 1, leaseUntil: NOW - MINUTE, ...overrides });

describe('recover: a claimed capture whose worker died', () => {
  it('is captured, marked as a possible duplicate, with the attempt spent', async () => {
    const { world, add, work, ledger } = aWorker();
    await add(aClaimed());

    await work();

    expect(await ledger.get(FOLLOWER)).toMatchObject({ state: 'published', attempts: 2, possibleDuplicate: true });
    expect(world.posts).toHaveLength(1);
    expect(world.logged).toContain('abandoned_capture_mended');
  });

  it('is not marked where its test was not known: nothing can have been sent', async () => {
    const { world, add, work, ledger } = aWorker();
    world.lookups.push({ outcome: 'found', testId: '77', alert: {} });
    await add(without(aClaimed(), 'testId'));

    await work();

    expect(await ledger.get(FOLLOWER)).toMatchObject({ state: 'published', testId: '77' });
    expect(await ledger.get(FOLLOWER)).not.toHaveProperty('possibleDuplicate');
  });

  it.each([
    { attempts: 7, status: 'created', posts: 1 },
    { attempts: 8, status: 'failed', posts: 0 },
  ])('has had $attempts of eight attempts: it ends $status', async ({ attempts, status, posts }) => {
    const { world, add, work, ledger } = aWorker();
    await add(aClaimed({ attempts }));

    await work();

    expect(world.posts).toHaveLength(posts);
    expect(world.published.map(({ event }) => event.status)).toEqual([status]);
    expect(await ledger.get(FOLLOWER)).not.toHaveProperty('covers');
  });

  it.each([
    { attempts: 3, status: 'created', left: 0 },
    { attempts: 4, status: 'failed', left: 1 },
  ])('has had $attempts of four look-ups: it ends $status', async ({ attempts, status, left }) => {
    const { world, add, work } = aWorker();
    world.lookups.push({ outcome: 'found', testId: '77', alert: {} });
    await add(without(aClaimed({ attempts }), 'testId'));

    await work();

    expect(world.lookups).toHaveLength(left);
    expect(world.published.map(({ event }) => event.status)).toEqual([status]);
  });

  it('looks for no leader where it has none', async () => {
    const { ledger, slots } = aWorker();
    const read: unknown[] = [];
    const worker = aWorker({
      slots,
      ledger: {
        ...ledger,
        getAll: async (ids) => {
          read.push(...ids);
          return ledger.getAll(ids);
        },
      },
    });
    await ledger.add(aClaimed());

    await worker.work([], 1000);

    expect(new Set(read)).toEqual(new Set([FOLLOWER]));
  });

  it('is announced once where two workers find it', async () => {
    const { world, add, work } = aWorker();
    await add(aClaimed({ attempts: 8 }));

    await Promise.all([work(), work()]);

    expect(world.published).toHaveLength(1);
    expect(world.logged).not.toContain('capture_crashed');
  });
});

describe('recover: a capture whose worker died for the last time', () => {
  it.each([
    { name: 'a POST may have come through', capture: aClaimed({ attempts: 8, version: 20 }), times: 8, doubt: true },
    {
      name: 'a look-up creates nothing',
      capture: without(aClaimed({ attempts: 4, version: 20 }), 'testId'),
      times: 4,
      doubt: undefined,
    },
  ])('is failed, and its notice says how often it was tried: $name', async ({ capture, times, doubt }) => {
    const { world, add, work } = aWorker();
    await add(capture);

    await work();

    expect(world.published[0]?.event).toMatchObject({
      captureIds: [FOLLOWER],
      error: { code: 'attempts_exhausted', detail: `abandoned ${times} times` },
    });
    expect(world.published[0]?.event.possibleDuplicate).toBe(doubt);
  });
});

describe('recover: a failure that joined another, whose worker died', () => {
  const failure = { code: 'gave_up', detail: 'waiting since noon' } as const;
  const joined = aFailed({ id: FOLLOWER, failure, mergedInto: LEADER, leaseUntil: NOW - MINUTE });

  it.each([
    { name: 'is gone', leader: [] },
    { name: 'covers nobody', leader: [aFailed({ id: LEADER, failure, leaseUntil: NOW + MINUTE })] },
  ])('is told on its own where its leader $name', async ({ leader }) => {
    const { world, add, work, ledger } = aWorker();
    await add(joined, ...leader);

    await work();

    expect(world.posts).toEqual([]);
    expect(world.published.map(({ event }) => [event.captureIds, event.error?.code])).toEqual([
      [[FOLLOWER], 'gave_up'],
    ]);
    expect(await ledger.get(FOLLOWER)).not.toHaveProperty('mergedInto');
  });

  it('ends with it where that one was told, each for its own reason', async () => {
    const { world, add, work, ledger } = aWorker();
    const covers = [{ captureId: FOLLOWER, severity: 'major' as const }];
    const other = { code: 'quarantined', detail: '' } as const;
    await add(joined, aCapture({ id: LEADER, state: 'failed', announcedAt: NOW, failure: other, covers }));

    await work();

    expect(await ledger.get(FOLLOWER)).toMatchObject({
      state: 'failed',
      failure,
      mergedInto: LEADER,
      announcedAt: NOW,
    });
    expect(world.published).toEqual([]);
    expect(world.measured).toContainEqual({ name: 'CapturesFailed', value: 1, reason: 'gave_up' });
  });
});

describe('recover: the worker had ten minutes left when it died', () => {
  it('its capture is taken up a minute later: a claim is for two calls, not for the invocation', async () => {
    const { world, add, work, stateOf } = aWorker();
    world.snapshots.push(new Error('died'));
    await add(aCapture({ id: FOLLOWER }));
    await work([], 10 * MINUTE);
    const left = await stateOf(FOLLOWER);

    world.now = NOW + MINUTE - 1;
    await work();
    const before = await stateOf(FOLLOWER);
    world.now = NOW + MINUTE + 2 * SECOND; // the clocks of two workers may differ
    await work();

    expect([left, before, await stateOf(FOLLOWER)]).toEqual(['claimed', 'claimed', 'published']);
  });
});

describe('recover: a follower whose worker died', () => {
  const covers = [
    { captureId: 'c'.repeat(32), severity: 'info' as const, alert: anAlert() },
    { captureId: FOLLOWER, severity: 'major' as const },
  ];
  const leaderThat = (changes: CaptureOverrides) =>
    aCapture({
      id: LEADER,
      receivedAt: NOW - 9 * MINUTE,
      state: 'published',
      announcedAt: NOW - 8 * MINUTE,
      snapshot: aSnapshot(),
      ...changes,
    });

  it('ends with its leader where that one covers it, without a call or a notification of its own', async () => {
    const { world, add, work, ledger } = aWorker();
    await add(leaderThat({ covers }), aClaimed({ mergedInto: LEADER }));

    await work();

    expect(await ledger.get(FOLLOWER)).toMatchObject({
      state: 'published',
      mergedInto: LEADER,
      snapshot: aSnapshot(),
      announcedAt: NOW,
    });
    expect([world.posts, world.published]).toEqual([[], []]);
    const ends = world.measured.filter(({ name }) => name.startsWith('Captures'));
    expect(ends.map(({ name, value }) => [name, value])).toEqual([
      ['CapturesPublished', 1],
      ['CapturesMerged', 1],
    ]);
  });

  it('ends failed with its leader, announced by that one', async () => {
    const { world, add, work, ledger } = aWorker();
    const failure = { code: 'forbidden', detail: '403' } as const;
    await add(
      aCapture({ id: LEADER, state: 'failed', announcedAt: NOW, failure, covers }),
      aClaimed({ mergedInto: LEADER }),
    );

    await work();

    expect(await ledger.get(FOLLOWER)).toMatchObject({ state: 'failed', mergedInto: LEADER, failure });
    expect(world.published).toEqual([]);
  });

  it.each([
    { name: 'covers others', leader: leaderThat({ covers: covers.slice(0, 1) }) },
    { name: 'covers nobody', leader: leaderThat({}) },
    { name: 'is gone', leader: undefined },
  ])('goes its own way where its leader $name', async ({ leader }) => {
    const { world, add, work, stateOf } = aWorker();
    await add(
      ...(leader ? [leader] : []),
      aClaimed({ mergedInto: LEADER, testId: '9', receivedAt: NOW - 10 * MINUTE }),
    );

    await work();

    expect(await stateOf(FOLLOWER)).toBe('published');
    expect(world.posts).toHaveLength(1);
    expect(world.published[0]?.event).toMatchObject({ captureId: FOLLOWER, possibleDuplicate: true });
  });
});
