import { describe, expect, it } from 'vitest';
import { takeIn } from '../../lib/intake/intake.ts';
import { createSchedule } from '../../lib/intake/schedule.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { aCapture, NOW } from '../support/factories.ts';

/** The intake over a ledger in memory, with the order of its steps. `isDown` names the parts that fail. */
const aWayIn = (isDown: { readonly ledger?: (id: string) => boolean; readonly queue?: boolean } = {}) => {
  const happened: string[] = [];
  const ledger = createMemoryLedger(() => NOW);
  const deps = {
    ledger: {
      add: async (capture: ReturnType<typeof aCapture>) => {
        if (isDown.ledger?.(capture.testId ?? '')) throw new Error('throttled');
        await new Promise(setImmediate); // a write is asynchronous
        const isAdded = await ledger.add(capture);
        happened.push(isAdded ? `written ${capture.id}` : `refused ${capture.id}`);
        return isAdded;
      },
    },
    sendWake: async ({ captureId = '' }, delayMs: number) => {
      await new Promise(setImmediate); // so is a message
      if (isDown.queue) throw new Error('unreachable');
      happened.push(`woken ${captureId} in ${delayMs}`);
    },
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (code: string, error: unknown, fields: object = {}) =>
        void happened.push(`${code}: ${String(error)} ${JSON.stringify(fields)}`),
    },
    measure: (name: string, value?: number, reason?: string) => void happened.push(`${name} ${value} ${reason}`),
    now: () => NOW,
  };
  return { happened, ledger, deps };
};

describe('intake', () => {
  const capture = aCapture({ id: 'a' });

  it('writes a capture down before it wakes the worker', async () => {
    const { deps, happened } = aWayIn();

    expect(await takeIn(deps, capture)).toBe('accepted');
    expect(happened).toEqual(['written a', 'CapturesAccepted 1 alert', 'woken a in 0']);
  });

  it('wakes nobody for what is there already', async () => {
    const { deps, happened } = aWayIn();
    await takeIn(deps, capture);

    expect(await takeIn(deps, capture)).toBe('duplicate');
    expect(happened.slice(3)).toEqual(['refused a']);
  });

  it('accepts nothing, and wakes nobody, where the ledger cannot be written', async () => {
    const { deps, happened } = aWayIn({ ledger: () => true });

    await expect(takeIn(deps, capture)).rejects.toThrow('throttled');
    expect(happened).toEqual([]);
  });

  it('accepts what is written, where the wake cannot be sent', async () => {
    const { deps, happened } = aWayIn({ queue: true });

    expect(await takeIn(deps, capture)).toBe('accepted');
    expect(happened).toEqual([
      'written a',
      'CapturesAccepted 1 alert',
      'wake_not_sent: Error: unreachable {"captureId":"a"}',
    ]);
  });
});

describe('intake: a schedule of two tests', () => {
  const evidence = {
    name: 'daily',
    scheduledTime: '2026-03-02T06:00:00Z',
    tests: [{ testId: '1' }, { testId: '2', aid: '7' }],
  };

  it('has a capture of each test in the ledger when it ends', async () => {
    const { deps, ledger } = aWayIn();

    await createSchedule(deps)(evidence);

    expect(ledger.all()).toMatchObject([
      { testId: '1', reason: 'schedule', endDate: '2026-03-02T06:00:00Z' },
      { testId: '2', aid: '7' },
    ]);
  });

  it('makes no second capture where its tick is delivered twice', async () => {
    const { deps, ledger } = aWayIn();

    await createSchedule(deps)(evidence);
    await createSchedule(deps)(evidence);

    expect(ledger.all()).toHaveLength(2);
  });

  it('has them all where the worker cannot be woken, and says so of each', async () => {
    const { deps, ledger, happened } = aWayIn({ queue: true });

    await createSchedule(deps)(evidence);

    expect(ledger.all()).toHaveLength(2);
    expect(happened.filter((event) => event.startsWith('wake_not_sent'))).toHaveLength(2);
  });

  it('fails where one of them cannot be written: Lambda tries again, and takes in what is missing', async () => {
    let isDown = true;
    const { deps, ledger } = aWayIn({ ledger: (testId) => isDown && testId === '2' });

    await expect(createSchedule(deps)(evidence)).rejects.toThrow('throttled');
    isDown = false;
    await createSchedule(deps)(evidence);

    expect(ledger.all().map(({ testId }) => testId)).toEqual(['1', '2']);
  });
});
