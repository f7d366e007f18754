import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aCapture, aFailed, aSnapshot, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const [a, b, c] = ['a', 'b', 'c'].map((id, index) => aCapture({ id, receivedAt: NOW + index }));
if (!a || !b || !c) throw new Error('three were made');
const asked = { ...a, reason: 'manual' as const }; // a manual capture does not wait to share a message
const served = { state: 'published', receivedAt: NOW - MINUTE, announcedAt: NOW - MINUTE } as const;
const source = { ...aCapture({ id: 'source', ...served }), snapshot: aSnapshot({ hours: 4, endsAt: NOW + SECOND }) };
const failure = { code: 'quarantined', detail: '' } as const;
const failures = ['a', 'b', 'c'].map((id, index) => aFailed({ id, failure, receivedAt: NOW + index }));

interface Row {
  readonly what: string;
  readonly captures: readonly Capture[];
  readonly prepare?: (worker: ReturnType<typeof aWorker>) => unknown;
}
const ROWS: readonly Row[] = [
  { what: 'a snapshot', captures: [a, b, c] },
  { what: 'a snapshot that is there', captures: [asked, b, c, source] },
  {
    what: 'a test that is missing',
    captures: [a, b, c],
    prepare: ({ slots }) => slots.noteMissing('74411/3417721', NOW + MINUTE, []),
  },
  {
    what: 'a refusal',
    captures: [a, b, c],
    prepare: ({ world }) => world.snapshots.push({ outcome: 'forbidden', detail: '403' }),
  },
  { what: 'failures that are told together', captures: failures },
];

/** A worker whose ledger `refuse`s the first write of one capture, and the ids of all tried writes. */
const refusing = async (
  { captures, prepare }: Row,
  of: string,
  refuse: () => Promise<boolean> = () => Promise.reject(new Error('throttled')),
) => {
  const { ledger } = aWorker();
  const tried: string[] = [];
  let isRefused = false;
  const worker = aWorker({
    ledger: {
      ...ledger,
      save: async (next) => {
        tried.push(next.id);
        if (next.id !== of || isRefused) return ledger.save(next);
        isRefused = true;
        return refuse();
      },
    },
  });
  for (const capture of captures) await ledger.add(capture);
  await prepare?.(worker);
  await worker.work(
    captures.map(({ id }) => id),
    26 * SECOND,
  );
  return { ...worker, tried };
};

describe.each(ROWS)('worker: one of three is not got for what is to be told together, $what', (row) => {
  it.each([
    { how: 'the ledger refuses it', refuse: () => Promise.reject(new Error('throttled')) },
    { how: 'another worker has it', refuse: async () => false },
  ])('the message tells of the others, and of no more: $how', async ({ refuse }) => {
    const { world } = await refusing(row, 'b', refuse);

    expect(world.published[0]?.event).toMatchObject({ captureIds: ['a', 'c'] });
  });

  it('nobody is taken where another worker has the leader', async () => {
    const { tried, world } = await refusing(row, 'a', async () => false);

    expect(tried.slice(0, 2)).toEqual(['a', 'a']); // the next round tries the leader again
    expect(world.logged).not.toContain('capture_crashed');
  });
});

describe('worker: a snapshot serves captures, for one of which an earlier call may have created another', () => {
  const doubted = { ...b, possibleDuplicate: true as const };

  it.each([
    { name: 'one that is there', captures: [asked, doubted, source] },
    { name: 'one that is taken for them', captures: [a, doubted] },
  ])('the message and all of them say so: $name', async ({ captures }) => {
    const { world, add, work, ledger } = aWorker();
    await add(...captures);

    await work(
      captures.map(({ id }) => id),
      26 * SECOND,
    );

    expect(world.published.map(({ event }) => [event.captureIds, event.possibleDuplicate])).toEqual([
      [['a', 'b'], true],
    ]);
    expect([await ledger.get('a'), await ledger.get('b')]).toMatchObject([
      { possibleDuplicate: true },
      { possibleDuplicate: true },
    ]);
  });
});

describe('worker: a group whose second call after a 401 has no slot', () => {
  it('waits again as it was, all of it', async () => {
    const { world, add, work, ledger } = aWorker({ slots: createMemorySlots(1) });
    world.tokens = { cached: ['old'], stored: ['new'] };
    world.snapshots.push({ outcome: 'unauthorized' });
    await add(a, b);

    await work([], 26 * SECOND);

    expect(ledger.all()).toEqual([
      { ...a, version: 3 },
      { ...b, version: 3 },
    ]);
  });
});

describe('worker metrics: what a snapshot serves that is there', () => {
  const reusedOf = async (captures: readonly Capture[]) => {
    const row = { what: '', captures: [...captures, source] };
    const { world } = await refusing(row, 'a', async () => false);
    return world.measured.filter(({ name }) => name === 'CapturesReused');
  };

  it.each([
    { name: 'one capture', captures: [asked] },
    { name: 'a message for three', captures: [asked, b, c] },
  ])('is counted once, where it was written: $name', async ({ captures }) => {
    expect(await reusedOf(captures)).toEqual([{ name: 'CapturesReused', value: 1 }]);
  });
});
