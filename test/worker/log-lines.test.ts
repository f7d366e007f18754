import { describe, expect, it } from 'vitest';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aCapture, MINUTE, NOW, SECOND, without } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const [LEADER, FOLLOWER] = ['a'.repeat(32), 'b'.repeat(32)];
const ONE_CALL = 26 * SECOND;
const throttled = () => Promise.reject(new Error('throttled'));

/** The log lines of one invocation, with a group of two whose leader was tried twice before. */
const linesAbout = async (answer?: CallFailure, changes: Parameters<typeof aWorker>[0] = {}) => {
  const worker = aWorker(changes);
  await worker.add(
    aCapture({ id: LEADER, receivedAt: NOW - SECOND, attempts: 2 }),
    aCapture({ id: FOLLOWER, receivedAt: NOW }),
  );
  if (answer) worker.world.snapshots.push(answer);
  await worker.work([], ONE_CALL);
  return worker.world.lines;
};
const created = { level: 'info', code: 'snapshot_created', captureId: LEADER, covers: 1, attempts: 3 };
const published = { level: 'info', code: 'notification_published', captureId: LEADER, covers: 1 };
const notCreated = { level: 'warn', code: 'snapshot_not_created', captureId: LEADER, covers: 1, attempts: 3 };

describe('worker: the lines about a snapshot', () => {
  it('say how many it covers and how often it was tried, and that its link is out', async () => {
    expect(await linesAbout()).toEqual([created, { ...published, state: 'created', failure: undefined }]);
  });

  it('say which failure is told', async () => {
    const detail = '403 Forbidden';

    expect(await linesAbout({ outcome: 'forbidden', detail })).toEqual([
      { ...notCreated, outcome: 'forbidden', detail },
      { ...published, state: 'failed', failure: 'forbidden' },
    ]);
  });

  it.each<{ name: string; answer: CallFailure; detail?: string; reason: string; ms: number; told: boolean }>([
    {
      name: 'as told',
      answer: { outcome: 'limited', headers: { retryAfter: '77' } },
      reason: 'rate_limited',
      ms: 77_000,
      told: true,
    },
    {
      name: 'of itself',
      answer: { outcome: 'unavailable', headers: {}, detail: '503' },
      detail: '503',
      reason: 'unavailable',
      ms: 3750,
      told: false,
    },
  ])('say for how long the gate is closed, $name, and when the worker comes again', async (row) => {
    const { answer, detail, reason, ms, told } = row;

    expect(await linesAbout(answer)).toEqual([
      { ...notCreated, outcome: answer.outcome, ...(detail !== undefined && { detail }) },
      { level: 'warn', code: 'gate_closed', reason, closedForMs: ms, told },
      { level: 'info', code: 'wake_scheduled', inMs: ms },
    ]);
  });
});

describe('worker: the lines about what could not be done beside a snapshot', () => {
  it('name the slot that was not stamped', async () => {
    const slots = createMemorySlots(2);
    await slots.take({ index: 0, releaseAt: 0 }, NOW, NOW + MINUTE);

    expect(await linesAbout(undefined, { slots: { ...slots, release: throttled } })).toContainEqual({
      level: 'error',
      code: 'slot_not_stamped',
      error: 'throttled',
      slot: 1,
    });
  });

  it('name the capture whose message SNS did not accept', async () => {
    expect(await linesAbout(undefined, { publish: throttled })).toEqual([
      created,
      {
        level: 'error',
        code: 'notification_not_accepted',
        error: 'throttled',
        captureId: LEADER,
        state: 'created',
        failure: undefined,
      },
    ]);
  });

  it('name the follower that was not ended', async () => {
    const { ledger } = aWorker();
    const worker = aWorker({
      ledger: {
        ...ledger,
        save: (next) => (next.mergedInto && next.state === 'published' ? throttled() : ledger.save(next)),
      },
    });
    for (const id of [LEADER, FOLLOWER]) await ledger.add(aCapture({ id }));

    await worker.work([], ONE_CALL);

    const line = { level: 'error', code: 'follower_not_ended', error: 'throttled', captureId: FOLLOWER };
    expect(worker.world.lines.filter(({ level }) => level !== 'info')).toEqual([line]);
  });

  it('name the capture whose second call has no slot', async () => {
    const slots = createMemorySlots(2);
    let isDown = false;
    const take: typeof slots.take = async (...taking) => {
      isDown = true;
      return slots.take(...taking);
    };
    const worker = aWorker({ slots: { ...slots, take, read: () => (isDown ? throttled() : slots.read()) } });
    worker.world.tokens = { cached: ['old'], stored: ['new'] };
    worker.world.snapshots.push({ outcome: 'unauthorized' });
    await worker.add(aCapture({ id: LEADER }));

    await expect(worker.work([], ONE_CALL)).rejects.toThrow('throttled'); // the next look

    const line = { level: 'error', code: 'no_second_slot', error: 'throttled', captureId: LEADER };
    expect(worker.world.lines).toEqual([line]);
  });

  it('say that the gate was not opened', async () => {
    const slots = createMemorySlots(2);
    await slots.closeGate({ closedUntil: NOW - 1, reason: 'unreachable', strikes: 1 });

    expect(await linesAbout(undefined, { slots: { ...slots, openGate: throttled } })).toContainEqual({
      level: 'error',
      code: 'gate_not_opened',
      error: 'throttled',
    });
  });
});

describe('worker: the lines about what went wrong', () => {
  it('name the capture that crashed, and its state when the worker saw it', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(new Error('nobody planned this'));
    await worker.add(aCapture({ id: LEADER }));

    await worker.work([], ONE_CALL);

    expect(worker.world.lines).toEqual([
      { level: 'error', code: 'capture_crashed', error: 'nobody planned this', captureId: LEADER, state: 'pending' },
    ]);
  });

  it('name the capture that was mended, its state and its attempts', async () => {
    const worker = aWorker();
    await worker.add(aCapture({ id: LEADER, state: 'claimed', attempts: 8, leaseUntil: NOW - MINUTE }));

    await worker.work();

    const mended = {
      level: 'warn',
      code: 'abandoned_capture_mended',
      captureId: LEADER,
      state: 'claimed',
      attempts: 8,
    };
    expect(worker.world.lines[0]).toEqual(mended);
  });

  it.each([
    { line: { level: 'warn', code: 'token_missing' }, read: async () => [] },
    { line: { level: 'warn', code: 'token_malformed' }, read: async () => ['a b'] },
    { line: { level: 'error', code: 'token_not_readable', error: 'throttled' }, read: throttled },
  ])('say what is wrong with the token: $line.code', async ({ line, read }) => {
    const lines = await linesAbout(undefined, { token: { get: read, refresh: read } });

    expect(lines).toEqual([
      line,
      { level: 'warn', code: 'gate_closed', reason: 'token_unavailable', closedForMs: 22_500, told: false },
      { level: 'info', code: 'wake_scheduled', inMs: 22_500 },
    ]);
  });
});

describe('worker: the lines about a look-up', () => {
  const nameless = without(aCapture({ id: LEADER }), 'testId');
  const about = { captureId: LEADER };

  it.each<{ answer: Parameters<ReturnType<typeof aWorker>['world']['lookups']['push']>[0]; line: object }>([
    {
      answer: { outcome: 'found', testId: '77', alert: {} },
      line: { level: 'info', code: 'test_looked_up', ...about, outcome: 'found' },
    },
    {
      answer: { outcome: 'found', alert: {} },
      line: { level: 'info', code: 'alert_without_test', ...about, reason: undefined },
    },
    {
      answer: { outcome: 'doubtful', detail: '502' },
      line: { level: 'warn', code: 'test_not_looked_up', ...about, outcome: 'doubtful', detail: '502' },
    },
    {
      answer: { outcome: 'unauthorized' },
      line: { level: 'warn', code: 'test_not_looked_up', ...about, outcome: 'unauthorized' },
    },
  ])('say what it brought: $line.code', async ({ answer, line }) => {
    const worker = aWorker();
    worker.world.lookups.push(answer);
    await worker.add(nameless);

    await worker.work([], ONE_CALL);

    expect(worker.world.lines[0]).toEqual(line);
  });
});
