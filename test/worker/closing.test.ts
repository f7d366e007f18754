import { describe, expect, it } from 'vitest';
import { announce } from '../../lib/captures/announcing.ts';
import { cancel, sendAgain } from '../../lib/captures/transitions.ts';
import { toSecond } from '../../lib/captures/window.ts';
import { SETTINGS } from '../support/sights.ts';
import {
  aCapture,
  aSnapshot,
  aSource,
  type CaptureOverrides,
  HOUR,
  MINUTE,
  NOW,
  SECOND,
} from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const GROUP = 30 * MINUTE;
const settings = { ...SETTINGS, groupMs: GROUP };
const behindFirst = { until: NOW + GROUP, openedBy: 'first', showsUntil: toSecond(NOW) };

/** A worker whose test got its first snapshot at `NOW`; `minutes` have passed since. */
const aWorkerBehindFirst = async (minutes: number, changes: Parameters<typeof aWorker>[0] = {}) => {
  const worker = aWorker({ settings, ...changes });
  await worker.add(announce(aSource(aSnapshot(), { id: 'first' }), NOW));
  worker.world.now = NOW + minutes * MINUTE;
  return worker;
};

/** An alert that arrived `minutes` minutes after the first one. */
const at = (minutes: number, overrides: CaptureOverrides = {}) =>
  aCapture({ id: `at ${minutes}`, receivedAt: NOW + minutes * MINUTE, ...overrides });

const measured = ({ world }: ReturnType<typeof aWorker>, metric: string) =>
  world.measured.filter(({ name }) => name === metric).map(({ value }) => value);

describe('worker: an alert of a test that has a snapshot of three minutes ago', () => {
  it('is put off with one write, and wakes the worker when the closing snapshot is due, a quarter of an hour at a time', async () => {
    const worker = await aWorkerBehindFirst(3);
    await worker.add(at(3));

    await worker.work(['at 3']);

    expect(worker.world.posts).toEqual([]);
    expect(await worker.ledger.get('at 3')).toEqual({ ...at(3), version: 2, grouped: behindFirst });
    expect(worker.world.wakes).toEqual([{ delayMs: 15 * MINUTE }]);
    expect(worker.world.lines).toContainEqual(
      expect.objectContaining({ code: 'alert_grouped', captureId: 'at 3', openedBy: 'first', dueInMs: 27 * MINUTE }),
    );
  });

  it('shares one snapshot and one message with all that arrive until then', async () => {
    const worker = await aWorkerBehindFirst(3);
    for (const minutes of [3, 6, 9]) {
      worker.world.now = NOW + minutes * MINUTE;
      await worker.add(at(minutes));
      await worker.work([`at ${minutes}`]);
    }
    worker.world.now = NOW + GROUP - 1;
    await worker.work([], MINUTE);
    expect(worker.world.posts).toHaveLength(1);

    expect(worker.world.posts[0]).toMatchObject({ endDate: toSecond(NOW + 9 * MINUTE) });
    expect(worker.world.published.map(({ event }) => event.captureIds)).toEqual([['at 3', 'at 6', 'at 9']]);
    expect(await Promise.all(['at 3', 'at 6', 'at 9'].map(worker.stateOf))).toEqual(Array(3).fill('published'));
  });

  it('raises no alarm by waiting: its age counts from when the closing one is due', async () => {
    const worker = await aWorkerBehindFirst(29, { settings: { ...settings, giveUpMs: 20 * MINUTE } });
    await worker.add(at(3, { grouped: behindFirst }));

    await worker.work();
    expect(measured(worker, 'OldestPendingSeconds')).toEqual([0]);
    expect(await worker.stateOf('at 3')).toBe('pending');

    worker.world.now = NOW + GROUP;
    await worker.work();

    expect(await worker.stateOf('at 3')).toBe('published');
    expect(measured(worker, 'AlertToLinkSeconds')).toEqual([0]);
  });

  it('is served by the next more severe alert: at once, in the same message', async () => {
    const worker = await aWorkerBehindFirst(6);
    await worker.add(at(3, { grouped: behindFirst }), at(6, { severity: 'critical' }));

    await worker.work(['at 6']);

    expect(worker.world.published.map(({ event }) => [event.severity, event.captureIds])).toEqual([
      ['critical', ['at 6', 'at 3']],
    ]);
  });

  it('is put off too where no wake names it, and only the pages show it', async () => {
    const worker = await aWorkerBehindFirst(6);
    await worker.add(at(3, { grouped: behindFirst }), at(6));

    await worker.work();

    expect(worker.world.posts).toEqual([]);
    expect(await worker.ledger.get('at 6')).toMatchObject({ grouped: behindFirst });
  });

  it('gets the link that there is, if that shows all of its window but for REUSE_SECONDS', async () => {
    const worker = await aWorkerBehindFirst(1);
    await worker.add(at(0.5));

    await worker.work(['at 0.5']);

    expect(worker.world.posts).toEqual([]);
    expect(worker.world.published[0]?.event).toMatchObject({ captureIds: ['at 0.5'], status: 'reused' });
  });

  it('is captured at once where its test is looked up and is another one', async () => {
    const worker = await aWorkerBehindFirst(3);
    worker.world.lookups.push({ outcome: 'found', testId: '9', alert: {} });
    const { testId: _, ...unresolved } = at(3);
    await worker.add(unresolved);

    await worker.work(['at 3']);

    expect(worker.world.posts).toMatchObject([{ testId: '9' }]);
  });

  it('is put off where a look-up finds that it is of that test', async () => {
    const worker = await aWorkerBehindFirst(3);
    worker.world.lookups.push({ outcome: 'found', testId: '3417721', alert: {} });
    const { testId: _, ...unresolved } = at(3);
    await worker.add(unresolved);

    await worker.work(['at 3']);

    expect(worker.world.posts).toEqual([]);
    expect(await worker.ledger.get('at 3')).toMatchObject({ state: 'pending', grouped: behindFirst });
  });

  it('is captured at once by an operator who cancels it and sends it again', async () => {
    const worker = await aWorkerBehindFirst(6);
    const cancelled = announce(cancel(at(3, { grouped: behindFirst }), 'anna'), NOW + 5 * MINUTE);
    if (cancelled.state !== 'cancelled') throw new Error('it was cancelled');
    const again = sendAgain(cancelled, worker.world.now, 'anna');
    await worker.add(again, at(4, { grouped: behindFirst }));

    await worker.work(['at 3']);

    expect(again).not.toHaveProperty('grouped');
    expect(worker.world.published.map(({ event }) => event.captureIds)).toEqual([['at 3']]);
    expect(await worker.stateOf('at 4')).toBe('pending');
  });
});

describe('worker: the closing snapshot', () => {
  it('is tried again like any other where its answer is lost, and all of its alerts wait for that', async () => {
    const worker = await aWorkerBehindFirst(30);
    worker.world.snapshots.push({ outcome: 'doubtful', detail: '502' });
    await worker.add(at(3, { grouped: behindFirst }), at(6, { grouped: behindFirst }));

    await worker.work([], 26 * SECOND);
    expect(await worker.ledger.get('at 3')).toMatchObject({ state: 'pending', attempts: 1 });
    worker.world.now += HOUR;
    await worker.work();

    expect(worker.world.published.map(({ event }) => event.captureIds)).toEqual([['at 3', 'at 6']]);
  });

  it('is no reason to wait where it has failed: the next alert is captured at once', async () => {
    const worker = await aWorkerBehindFirst(30);
    worker.world.snapshots.push({ outcome: 'forbidden', detail: '403' });
    await worker.add(at(3, { grouped: behindFirst }));
    await worker.work();

    worker.world.now = NOW + 33 * MINUTE;
    await worker.add(at(33));
    await worker.work(['at 33']);

    expect(worker.world.published.map(({ event }) => [event.captureId, event.status])).toEqual([
      ['at 3', 'failed'],
      ['at 33', 'created'],
    ]);
  });
});

describe('worker: alerts that a snapshot of a request serves', () => {
  it('start no time, whether they lead their message or follow in it: the next alert is captured at once', async () => {
    // Before, an alert waited behind the second alert of such a message.
    const worker = aWorker({ settings });
    await worker.add(announce(aSource(aSnapshot(), { id: 'manual', reason: 'manual' }), NOW));
    worker.world.now = NOW + 20 * SECOND;
    await worker.add(at(0.1), at(0.2));
    await worker.work(['at 0.1', 'at 0.2']);

    worker.world.now = NOW + 5 * MINUTE;
    await worker.add(at(5));
    await worker.work(['at 5']);

    expect(worker.world.published.map(({ event }) => [event.status, event.captureIds])).toEqual([
      ['reused', ['at 0.1', 'at 0.2']],
      ['created', ['at 5']],
    ]);
  });
});
