import { describe, expect, it } from 'vitest';
import { viewOf } from '../../lib/operator/view.ts';
import type { WorkerDeps } from '../../lib/worker/context.ts';
import { A_LINK, aCapture, aSnapshot, HOUR, MINUTE, NOW } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const ID = 'c0ffee00000000000000000000000001';
const APP_LINK = 'https://app.thousandeyes.com/view/tests/?snapshot=qkzvw';

const aWorkerFor = (linkVisibility: 'share' | 'login') => {
  const settings: WorkerDeps['settings'] = {
    callTimeoutMs: 20_000,
    periodMs: 300_000,
    reuseMs: 60_000,
    groupMs: 0,
    giveUpMs: 7 * 86_400_000,
    linkVisibility,
    publicUrl: 'https://api.example.com',
  };
  return aWorker({ settings });
};
const withheld = ({ world }: ReturnType<typeof aWorker>) =>
  world.measured.filter(({ name }) => name === 'LinksWithheld');

describe('worker under LINK_VISIBILITY=login: ThousandEyes answers with a share link', () => {
  it('publishes the capture’s address, raises the alarm’s metric, and keeps the link for operators', async () => {
    const worker = aWorkerFor('login');
    await worker.add(aCapture({ id: ID }));

    await worker.work();

    const { event } = worker.world.published[0] ?? {};
    expect(event).toMatchObject({ status: 'created', captureUrl: `https://api.example.com/captures/${ID}` });
    expect(JSON.stringify(worker.world.published)).not.toContain(A_LINK);
    expect(withheld(worker)).toEqual([{ name: 'LinksWithheld', value: 1 }]);
    expect(worker.world.logged).toContain('link_withheld');
    const stored = await worker.ledger.get(ID);
    expect(stored?.state).toBe('published');
    expect(stored && viewOf(stored)).toMatchObject({ link: A_LINK, visibility: 'public', needsLogin: false });
  });

  it('withholds the link from whatever is served with it later', async () => {
    const worker = aWorkerFor('login');
    const long = NOW - 20 * HOUR;
    const source = {
      state: 'published',
      receivedAt: long,
      announcedAt: long,
      snapshot: aSnapshot({ endsAt: long }),
    } as const;
    await worker.add(aCapture({ id: 'a'.repeat(32), ...source }), aCapture({ id: ID, receivedAt: long }));

    await worker.work([ID]);

    expect(worker.world.posts).toEqual([]);
    expect(worker.world.published[0]?.event).toMatchObject({ status: 'reused', linkWithheld: true });
    expect(JSON.stringify(worker.world.published)).not.toContain(A_LINK);
  });

  it('withholds one that was created under `share`, and is not out yet', async () => {
    const worker = aWorkerFor('login');
    await worker.add(aCapture({ id: ID, state: 'created', leaseUntil: NOW - MINUTE, snapshot: aSnapshot() }));

    await worker.work();

    expect(JSON.stringify(worker.world.published)).not.toContain(A_LINK);
    expect(withheld(worker)).toHaveLength(1);
  });
});

describe('worker: links that may leave', () => {
  it.each([
    { linkVisibility: 'share', link: A_LINK, visibility: 'public' },
    { linkVisibility: 'share', link: APP_LINK, visibility: 'unknown' },
    { linkVisibility: 'login', link: APP_LINK, visibility: 'unknown' },
    { linkVisibility: 'login', link: APP_LINK, visibility: 'private' },
  ] as const)('are published under $linkVisibility, without an alarm: $link', async ({ linkVisibility, ...kind }) => {
    const worker = aWorkerFor(linkVisibility);
    worker.world.snapshots.push({ outcome: 'created', snapshot: aSnapshot({}, kind) });
    await worker.add(aCapture({ id: ID }));

    await worker.work();

    expect(worker.world.published[0]?.event).toMatchObject({ link: kind.link });
    expect(withheld(worker)).toEqual([]);
    expect(worker.world.logged).not.toContain('link_withheld');
  });
});
