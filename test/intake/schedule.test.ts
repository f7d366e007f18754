import { describe, expect, it } from 'vitest';
import { createSchedule } from '../../lib/intake/schedule.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { MINUTE, NOW } from '../support/factories.ts';

const INPUT = {
  name: 'monday-baseline',
  scheduledTime: '2026-03-02T09:00:00Z',
  hours: 24,
  title: 'Weekly baseline',
  tests: [{ testId: '1', aid: '74411' }, { testId: '2' }],
};

/** A schedule function over a ledger in memory, with its wakes, metrics and log lines. */
const aSchedule = () => {
  const world = { now: NOW, woken: [] as (string | undefined)[], measured: [] as unknown[], lines: [] as unknown[] };
  const ledger = createMemoryLedger(() => world.now);
  const tick = createSchedule({
    ledger,
    sendWake: async ({ captureId }) => void world.woken.push(captureId),
    log: { info: (...line) => void world.lines.push(line), warn: () => undefined, error: () => undefined },
    measure: (...datum) => void world.measured.push(datum),
    now: () => world.now,
  });
  return { world, ledger, tick };
};

describe('the schedule function: a tick', () => {
  it('makes a capture for each test, whose window ends when it was due, and wakes for each', async () => {
    const { world, ledger, tick } = aSchedule();

    await tick(INPUT);

    expect(ledger.all()).toMatchObject([
      { reason: 'schedule', state: 'pending', testId: '1', aid: '74411', displayName: 'Weekly baseline' },
      { reason: 'schedule', state: 'pending', testId: '2', receivedAt: NOW, endDate: '2026-03-02T09:00:00Z' },
    ]);
    expect(world.woken).toEqual(ledger.all().map(({ id }) => id));
    expect(world.measured).toEqual([
      ['CapturesAccepted', 1, 'schedule'],
      ['CapturesAccepted', 1, 'schedule'],
    ]);
    const [first, second] = ledger.all().map(({ id }) => id);
    const line = { status: 'accepted', schedule: 'monday-baseline' };
    expect(world.lines).toEqual([
      ['scheduled_capture_taken_in', { ...line, captureId: first, testId: '1' }],
      ['scheduled_capture_taken_in', { ...line, captureId: second, testId: '2' }],
    ]);
  });

  it('makes them once where it is delivered twice', async () => {
    const { world, ledger, tick } = aSchedule();
    await tick(INPUT);
    world.now += MINUTE;

    await tick(INPUT);

    expect(ledger.all()).toHaveLength(2);
    expect(world.woken).toHaveLength(2);
    expect(world.measured).toHaveLength(2);
    expect(world.lines.slice(2)).toMatchObject(
      ['1', '2'].map((testId) => ['scheduled_capture_taken_in', { status: 'duplicate', testId }]),
    );
  });

  it('throws where its input does not fit, so that it is tried again and kept, and makes nothing', async () => {
    const { ledger, tick } = aSchedule();

    await expect(tick({ ...INPUT, tests: [] })).rejects.toThrow('tests must have a test');
    expect(ledger.all()).toEqual([]);
  });
});
