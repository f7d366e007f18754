import { describe, expect, it } from 'vitest';
import { aCapture, aSnapshot, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

/** The measured values of each metric, with their reasons. */
const measuredBy = ({ world }: ReturnType<typeof aWorker>) =>
  Object.fromEntries(
    [...new Set(world.measured.map(({ name }) => name))].map((name) => [
      name,
      world.measured.filter((metric) => metric.name === name).map(({ value, reason }) => reason ?? value),
    ]),
  );

describe('worker metrics: three alerts of one test', () => {
  it('count one snapshot, two merged and three published captures, and how long each alert took', async () => {
    const worker = aWorker();
    await worker.add(
      aCapture({ id: 'a'.repeat(32), receivedAt: NOW - 30 * SECOND }),
      aCapture({ id: 'b'.repeat(32), receivedAt: NOW - 10 * SECOND }),
      aCapture({ id: 'c'.repeat(32), receivedAt: NOW - 20 * SECOND }),
    );

    await worker.work();

    expect(measuredBy(worker)).toEqual({
      OldestPendingSeconds: [30],
      SlotsInUse: [0],
      SnapshotsCreated: [1],
      CapturesPublished: [1, 1, 1],
      CapturesMerged: [1, 1],
      AlertToLinkSeconds: [20, 10, 30],
    });
  });
});

describe('worker metrics: a capture that a snapshot serves already', () => {
  it('is counted as reused, and a manual one is no alert', async () => {
    const worker = aWorker();
    const before = { receivedAt: NOW - 10 * MINUTE, announcedAt: NOW - 10 * MINUTE };
    await worker.add(
      { ...aCapture({ id: 'a'.repeat(32), state: 'published', ...before }), snapshot: aSnapshot() },
      aCapture({ id: 'b'.repeat(32), reason: 'manual', receivedAt: NOW + SECOND }),
    );
    await worker.slots.take({ index: 0, releaseAt: 0 }, NOW, NOW + MINUTE).then(async (lease) => {
      if (lease)
        await worker.slots.release(lease, NOW + MINUTE, {
          at: NOW,
          testKey: '74411/3417721',
          captureId: 'a'.repeat(32),
        });
    });

    worker.world.now += SECOND;
    await worker.work();

    expect(measuredBy(worker)).toMatchObject({ CapturesReused: [1], CapturesPublished: [1], SlotsInUse: [1] });
    expect(measuredBy(worker)).not.toHaveProperty('AlertToLinkSeconds');
  });
});

describe('worker metrics: ThousandEyes', () => {
  it.each([
    [{ outcome: 'limited', headers: {} }, 'UpstreamRateLimited'],
    [{ outcome: 'doubtful', detail: '502' }, 'UpstreamErrors'],
    [{ outcome: 'unauthorized' }, 'UpstreamUnauthorized'],
  ] as const)('answering %o counts %s', async (answer, metric) => {
    const worker = aWorker();
    worker.world.snapshots.push(answer);
    await worker.add(aCapture());

    await worker.work();

    expect(measuredBy(worker)).toHaveProperty(metric, [1]);
  });

  it('refusing for good counts a failed capture by its reason', async () => {
    const worker = aWorker();
    worker.world.snapshots.push({ outcome: 'forbidden', detail: 'no' });
    await worker.add(aCapture());

    await worker.work();

    expect(measuredBy(worker)).toMatchObject({ CapturesFailed: ['forbidden'] });
    expect(measuredBy(worker)).not.toHaveProperty('CapturesPublished');
  });
});

describe('worker metrics: SNS does not accept a notification', () => {
  it('counts that, and nothing as published', async () => {
    const worker = aWorker({
      publish: async () => {
        throw new Error('refused');
      },
    });
    await worker.add(aCapture());

    await worker.work();

    expect(measuredBy(worker)).toMatchObject({ NotificationsNotAccepted: [1] });
    expect(measuredBy(worker)).not.toHaveProperty('CapturesPublished');
  });
});

describe('worker metrics: nothing is open', () => {
  it('says that nothing is waiting', async () => {
    const worker = aWorker();

    await worker.work();

    expect(measuredBy(worker)).toEqual({ OldestPendingSeconds: [0] });
  });
});

describe('worker metrics: SNS accepts nothing of a merged group, and its leases run out', () => {
  it('counts none of it as published', async () => {
    const worker = aWorker({
      publish: async () => {
        throw new Error('refused');
      },
    });
    const [leader, follower] = [aCapture({ id: 'a'.repeat(32) }), aCapture({ id: 'b'.repeat(32) })];
    await worker.add(leader, follower);
    await worker.work();
    worker.world.now += 2 * MINUTE;

    await worker.work();

    expect(measuredBy(worker)).toMatchObject({ NotificationsNotAccepted: [1, 1] });
    expect(measuredBy(worker)).not.toHaveProperty('CapturesPublished');
    expect(await worker.ledger.get(follower.id)).not.toHaveProperty('announcedAt');
  });
});

describe('worker metrics: more captures are in hand than a page shows', () => {
  it('tells the age of the one that is pending behind them', async () => {
    const worker = aWorker();
    const held = Array.from({ length: 120 }, (_, index) =>
      aCapture({ id: `${index}`.padStart(32, '0'), testId: '5', state: 'claimed', leaseUntil: NOW + MINUTE }),
    );
    await worker.slots.closeGate({ closedUntil: NOW + 90 * MINUTE, reason: 'rate_limited', strikes: 1 });
    await worker.add(...held, aCapture({ id: 'f'.repeat(32), receivedAt: NOW - 90 * MINUTE }));

    await worker.work();

    expect(measuredBy(worker)).toMatchObject({ OldestPendingSeconds: [5400] });
  });
});

describe('worker metrics: how old the oldest is that waits', () => {
  const old = NOW - 90 * MINUTE;
  const inHand = { state: 'claimed', leaseUntil: NOW + MINUTE } as const;

  it.each([
    { name: 'the first of two', captures: [{ receivedAt: old }, { receivedAt: NOW - MINUTE }], seconds: 5400 },
    {
      name: 'the second of two',
      captures: [{ receivedAt: NOW - MINUTE }, { receivedAt: old, severity: 'info' as const }],
      seconds: 5400,
    },
    { name: 'since it was sent again', captures: [{ receivedAt: old, sentAgainAt: NOW - SECOND }], seconds: 1 },
    {
      name: 'not what is in hand',
      captures: [{ receivedAt: old, ...inHand }, { receivedAt: NOW - 5 }],
      seconds: 0.005,
    },
  ])('is measured in seconds: $name', async ({ captures, seconds }) => {
    const worker = aWorker();
    await worker.slots.closeGate({ closedUntil: NOW + 90 * MINUTE, reason: 'rate_limited', strikes: 1 });
    await worker.add(
      ...captures.map((fields, index) => aCapture({ id: `${index}`.repeat(32), testId: `${index}`, ...fields })),
    );

    await worker.work();

    expect(measuredBy(worker)['OldestPendingSeconds']).toEqual([seconds]);
  });
});
