import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { aCapture, aFailed, aSnapshot, DAY, MINUTE, NOW, without } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const CRASHES = 'a'.repeat(32);
const OTHER = 'b'.repeat(32);
const quarantined = { code: 'quarantined', detail: 'unknown' } as const;
const served = { state: 'published', receivedAt: NOW - 9 * MINUTE, announcedAt: NOW - 9 * MINUTE } as const;

interface Row {
  readonly task: string;
  /** The ledger refuses the write of the first of these. */
  readonly captures: readonly Capture[];
  readonly toldAt?: number;
}

const ROWS: readonly Row[] = [
  { task: 'recover', captures: [aCapture({ id: CRASHES, state: 'claimed', leaseUntil: NOW - MINUTE })] },
  { task: 'fail', captures: [aCapture({ id: CRASHES, receivedAt: NOW - 7 * DAY })] },
  {
    task: 'reuse',
    captures: [
      aCapture({ id: CRASHES, reason: 'manual' }),
      { ...aCapture({ id: 'source', ...served }), snapshot: aSnapshot() },
    ],
  },
  {
    task: 'gather',
    captures: [aFailed({ id: CRASHES, failure: quarantined }), aFailed({ id: 'c', failure: quarantined })],
  },
  { task: 'hold', captures: [aFailed({ id: CRASHES, failure: quarantined })], toldAt: NOW - MINUTE },
  {
    task: 'tell',
    captures: [
      aCapture({ id: CRASHES, state: 'created', snapshot: aSnapshot(), receivedAt: NOW - 1 }),
      aCapture({ id: 'c', testId: '8', state: 'created', snapshot: aSnapshot() }),
    ],
  },
  { task: 'take-snapshot', captures: [aCapture({ id: CRASHES })] },
  { task: 'look-up', captures: [without(aCapture({ id: CRASHES }), 'testId')] },
];

describe('worker: the ledger refuses a write for one of several captures', () => {
  it.each(ROWS)('the others are served, and the line names that one: $task', async ({ captures, toldAt }) => {
    const { ledger } = aWorker();
    const { world, work, slots } = aWorker({
      ledger: {
        ...ledger,
        save: async (next) => {
          if (next.id === CRASHES) throw new Error('throttled');
          return ledger.save(next);
        },
      },
    });
    if (toldAt !== undefined) await slots.noteTold('quarantined', toldAt, []);
    for (const capture of [...captures, aCapture({ id: OTHER, testId: '9' })]) await ledger.add(capture);

    await work([OTHER, ...captures.map(({ id }) => id)], 26_000);

    const [crashing] = captures;
    expect(await ledger.get(OTHER)).toMatchObject({ state: 'published' });
    expect(await ledger.get(CRASHES)).toEqual(crashing);
    expect(world.lines.filter(({ level }) => level === 'error')).toEqual([
      { level: 'error', code: 'capture_crashed', error: 'throttled', captureId: CRASHES, state: crashing?.state },
    ]);
  });
});
