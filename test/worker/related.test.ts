import { describe, expect, it } from 'vitest';
import type { Baselines } from '../../lib/ledger/baselines.ts';
import { announce } from '../../lib/captures/announcing.ts';
import { aCapture, anAlert, aSnapshot, aSource, DAY, HOUR, MINUTE, NOW } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const planned = aSource(aSnapshot({ endsAt: NOW - DAY }, { link: 'https://planned.share.thousandeyes.com/' }), {
  id: 'planned',
  reason: 'schedule',
});
const trigger = announce(
  aSource(aSnapshot({ endsAt: NOW - HOUR }, { link: 'https://during.share.thousandeyes.com/' }), { id: 'trigger' }),
  NOW - HOUR,
);
const clear = aCapture({ id: 'clear', alert: anAlert({ transition: 'clear' }), triggers: ['trigger'] });

describe('worker: a snapshot of an alert, whose test has a scheduled one', () => {
  it('names that in event, e-mail and capture, with its time and link', async () => {
    const worker = aWorker();
    await worker.deps.baselines.note(planned, NOW - DAY);
    await worker.add(aCapture({ id: 'a' }));

    await worker.work(['a']);

    expect(worker.world.published[0]?.event.baseline).toMatchObject({
      captureId: 'planned',
      startDate: '2026-03-01T08:00:00Z',
      endDate: '2026-03-01T10:00:00Z',
      link: 'https://planned.share.thousandeyes.com/',
    });
    expect(worker.world.published[0]?.text).toContain(
      'For comparison, the newest planned snapshot of this test, 2026-03-01T08:00:00Z to 2026-03-01T10:00:00Z: https://planned.share.thousandeyes.com/',
    );
    expect(await worker.ledger.get('a')).toMatchObject({ baseline: { captureId: 'planned' } });
    expect(worker.world.posts).toHaveLength(1);
  });

  it('is told all the same where that cannot be read', async () => {
    const { deps } = aWorker();
    const readWith: Baselines['readWith'] = () => Promise.reject(new Error('throttled'));
    const worker = aWorker({ baselines: { ...deps.baselines, readWith } });
    await worker.add(aCapture({ id: 'a' }));

    await worker.work(['a']);

    expect(worker.world.published[0]?.event).toMatchObject({ captureId: 'a', status: 'created' });
    expect(worker.world.logged).toContain('related_not_read');
  });

  it.each(['manual', 'schedule'] as const)('costs no read where nobody but a %s one asks', async (reason) => {
    const { deps } = aWorker();
    const reads: string[] = [];
    const worker = aWorker({
      baselines: { ...deps.baselines, readWith: async (key) => (reads.push(key), { captures: [] }) },
    });
    await worker.add(aCapture({ id: 'a', reason }));

    await worker.work(['a']);

    expect([reads, worker.world.posts.length]).toEqual([[], 1]);
  });
});

describe('worker: a scheduled snapshot', () => {
  it('is the baseline of later alerts once it is told', async () => {
    const worker = aWorker();
    await worker.add(aCapture({ id: 'planned', reason: 'schedule' }));

    await worker.work(['planned']);

    const { baseline } = await worker.deps.baselines.readWith('74411/3417721', []);
    expect(baseline).toMatchObject({ captureId: 'planned', snapshot: worker.world.published[0]?.event && aSnapshot() });
  });

  it('is told and done where it cannot be noted', async () => {
    const { deps } = aWorker();
    const note: Baselines['note'] = () => Promise.reject(new Error('throttled'));
    const worker = aWorker({ baselines: { ...deps.baselines, note } });
    await worker.add(aCapture({ id: 'planned', reason: 'schedule' }));

    await worker.work(['planned']);

    expect(await worker.stateOf('planned')).toBe('published');
    expect(worker.world.logged).toContain('baseline_not_noted');
  });

  it('is none where an alert shares it', async () => {
    const worker = aWorker();
    await worker.add(aCapture({ id: 'planned', reason: 'schedule' }), aCapture({ id: 'alert' }));

    await worker.work();

    expect(worker.world.posts).toHaveLength(1);
    expect(await worker.deps.baselines.readWith('74411/3417721', [])).toEqual({ captures: [] });
  });
});

describe('worker: a clear', () => {
  it('names the snapshot of its trigger', async () => {
    const worker = aWorker();
    await worker.add(trigger, clear);

    await worker.work(['clear']);

    expect(worker.world.published[0]?.event.triggerSnapshots).toMatchObject([
      { captureId: 'trigger', link: 'https://during.share.thousandeyes.com/', endDate: '2026-03-02T09:00:00Z' },
    ]);
    expect(worker.world.published[0]?.text).toContain(
      'The snapshot of the trigger, 2026-03-02T07:00:00Z to 2026-03-02T09:00:00Z: https://during.share.thousandeyes.com/',
    );
  });

  it('that the snapshot of its trigger serves does not name that twice', async () => {
    const worker = aWorker();
    await worker.deps.baselines.note(planned, NOW - DAY);
    const covering = { ...trigger, snapshot: aSnapshot() };
    await worker.add(covering, clear);
    worker.world.now = NOW + 10 * MINUTE; // no slot remembers that snapshot

    await worker.work(['clear']);

    expect(worker.world.posts).toEqual([]);
    const event = worker.world.published[0]?.event;
    expect(event).toMatchObject({ status: 'reused', baseline: { captureId: 'planned' } });
    expect(event?.triggerSnapshots).toBeUndefined();
  });
});
