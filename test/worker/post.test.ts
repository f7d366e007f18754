import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { aCapture, MINUTE, NOW, without } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const postsFor = async (...captures: readonly Capture[]) => {
  const { world, add, work } = aWorker();
  await add(...captures);
  await work();
  return world.posts;
};
const leader = aCapture({ id: 'leader and more', severity: 'critical', receivedAt: NOW - 5 * MINUTE });
const POST = {
  token: 'token',
  testId: '3417721',
  aid: '74411',
  displayName: 'Checkout unreachable - Shop checkout - 2026-03-02T09:55Z [leader a]',
  startDate: '2026-03-02T07:55:00Z',
  endDate: '2026-03-02T09:55:00Z',
};

describe('worker: what it asks ThousandEyes for', () => {
  it('is the window and the name of the capture', async () => {
    expect(await postsFor(leader)).toEqual([POST]);
  });

  it('is the window of all of them and the name of the first, whose end is the group’s', async () => {
    const follower = aCapture({ id: 'follower', receivedAt: NOW });

    expect(await postsFor(leader, follower)).toEqual([
      {
        ...POST,
        displayName: 'Checkout unreachable - Shop checkout - 2026-03-02T10:00Z [leader a]',
        startDate: '2026-03-02T06:00:00Z',
        endDate: '2026-03-02T10:00:00Z',
      },
    ]);
  });

  it('is its own window, even where that has no allowed length, for one alone', async () => {
    const startDate = '2026-03-02T06:55:00Z';

    expect(await postsFor({ ...leader, startDate })).toEqual([{ ...POST, startDate }]);
  });

  it('is of the default account group where it has none', async () => {
    expect(await postsFor(without(leader, 'aid'))).toEqual([{ ...POST, aid: undefined }]);
  });
});
