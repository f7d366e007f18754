import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import { aCapture, aFailed, aSnapshot, DAY, MINUTE, NOW, SECOND, without } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

/** Seconds for two calls and the recording of their results. */
const CALL = 60;
/** Seconds for a message and its recording. */
const MESSAGE = 30;
const FREE = 'free';

type Worker = ReturnType<typeof aWorker>;

/** The writes of an invocation in order: id, state, and the lease in seconds. */
const writtenBy = async (captures: readonly Capture[], prepare: (worker: Worker) => unknown = () => {}) => {
  const { ledger } = aWorker();
  const written: unknown[][] = [];
  const worker = aWorker({
    ledger: {
      ...ledger,
      save: async (next) => {
        const { leaseUntil } = next;
        const lease = leaseUntil === undefined ? [] : [leaseUntil === 0 ? FREE : (leaseUntil - NOW) / SECOND];
        written.push([next.id, next.state, ...lease]);
        return ledger.save(next);
      },
    },
  });
  for (const capture of captures) await ledger.add(capture);
  await prepare(worker);
  await worker.work(
    captures.map(({ id }) => id),
    26 * SECOND,
  );
  return written;
};
const answeredBy =
  (...answers: readonly CallFailure[]) =>
  ({ world }: Worker) =>
    world.snapshots.push(...answers);

const [a, b] = [aCapture({ id: 'a', receivedAt: NOW - 9 }), aCapture({ id: 'b', receivedAt: NOW - 8 })];
const refused: CallFailure = { outcome: 'rejected', status: 400, detail: '400', refusal: '400 range' };

describe('worker: what it writes, and for how long it has that in hand', () => {
  it('is a claim for two calls, and a link for one message: a snapshot for two', async () => {
    expect(await writtenBy([a, b])).toEqual([
      ['a', 'claimed', CALL],
      ['b', 'claimed', CALL],
      ['a', 'created', MESSAGE],
      ['b', 'published'],
      ['a', 'published'],
    ]);
  });

  it('is a failure that waits in nobody’s hands for the topic: a refusal for two', async () => {
    expect(await writtenBy([a, b], answeredBy({ outcome: 'forbidden', detail: '403' }))).toEqual([
      ['a', 'claimed', CALL],
      ['b', 'claimed', CALL],
      ['a', 'failed', FREE],
      ['a', 'failed', MESSAGE],
      ['b', 'failed'],
      ['a', 'failed'],
    ]);
  });

  it('is a claim for a message of those whose group was refused so', async () => {
    const alone = [a, b].map((capture) => ({ ...capture, alone: true as const, refusal: '400 range' }));

    expect(await writtenBy(alone, answeredBy(refused))).toEqual([
      ['a', 'claimed', CALL],
      ['b', 'claimed', MESSAGE],
      ['a', 'failed', FREE],
      ['a', 'failed', MESSAGE],
      ['b', 'failed'],
      ['a', 'failed'],
    ]);
  });

  it('is a claim for a message where a test is known to be missing', async () => {
    const isMissing = ({ slots }: Worker) => slots.noteMissing('74411/3417721', NOW + MINUTE, []);

    expect(await writtenBy([a, b], isMissing)).toEqual([
      ['a', 'claimed', MESSAGE],
      ['b', 'claimed', MESSAGE],
      ['a', 'failed', FREE],
      ['a', 'failed', MESSAGE],
      ['b', 'failed'],
      ['a', 'failed'],
    ]);
  });

  it('is a claim for a message where one capture ends so, too', async () => {
    const isMissing = ({ slots }: Worker) => slots.noteMissing('74411/3417721', NOW + MINUTE, []);

    expect((await writtenBy([a], isMissing)).slice(0, 2)).toEqual([
      ['a', 'claimed', MESSAGE],
      ['a', 'failed', FREE],
    ]);
  });

  it('is one write for each that waited too long: what is told of them is told together', async () => {
    const overdue = [a, b].map((capture) => ({ ...capture, receivedAt: NOW - 7 * DAY }));

    expect((await writtenBy(overdue)).slice(0, 2)).toEqual([
      ['a', 'failed', FREE],
      ['b', 'failed', FREE],
    ]);
  });

  it('is a claim for a message where a snapshot serves two', async () => {
    const source = { state: 'published', receivedAt: NOW - MINUTE, announcedAt: NOW - MINUTE } as const;
    const captures = [
      { ...a, reason: 'manual' as const },
      b,
      { ...aCapture({ id: 'source', ...source }), snapshot: aSnapshot({ hours: 4 }) },
    ];

    expect(await writtenBy(captures)).toEqual([
      ['a', 'claimed', MESSAGE],
      ['b', 'claimed', MESSAGE],
      ['a', 'created', FREE],
      ['a', 'created', MESSAGE],
      ['b', 'published'],
      ['a', 'published'],
    ]);
  });

  it('is one write where a snapshot serves one', async () => {
    const source = { state: 'published', receivedAt: NOW - MINUTE, announcedAt: NOW - MINUTE } as const;
    const captures = [
      { ...a, reason: 'manual' as const },
      { ...aCapture({ id: 'source', ...source }), snapshot: aSnapshot({ hours: 4 }) },
    ];

    expect(await writtenBy(captures)).toEqual([
      ['a', 'created', FREE],
      ['a', 'created', MESSAGE],
      ['a', 'published'],
    ]);
  });

  it('is the time for one message while failures are gathered for it', async () => {
    const failure = { code: 'quarantined', detail: '' } as const;
    const failures = ['a', 'b'].map((id, index) => aFailed({ id, failure, receivedAt: NOW + index }));

    expect(await writtenBy(failures)).toEqual([
      ['a', 'failed', MESSAGE],
      ['b', 'failed', MESSAGE],
      ['a', 'failed', FREE],
      ['a', 'failed', MESSAGE],
      ['b', 'failed'],
      ['a', 'failed'],
    ]);
  });

  it('is the rest of the hour where a failure is held', async () => {
    const held = aFailed({ id: 'a', failure: { code: 'quarantined', detail: '' } });

    expect(await writtenBy([held], ({ slots }) => slots.noteTold('quarantined', NOW - MINUTE, []))).toEqual([
      ['a', 'failed', 59 * 60],
    ]);
  });

  it('is a claim for two calls where an alert is looked up', async () => {
    const looked = ({ world }: Worker) => world.lookups.push({ outcome: 'doubtful', detail: '502' });

    expect(await writtenBy([without(a, 'testId')], looked)).toEqual([
      ['a', 'claimed', CALL],
      ['a', 'pending'],
    ]);
  });

  it('is the time for one message where a follower waits for its leader’s', async () => {
    const leaseUntil = NOW - MINUTE;
    const covers = [{ captureId: 'b', severity: 'major' as const }];
    const captures = [
      aCapture({ id: 'a', state: 'created', snapshot: aSnapshot(), covers, leaseUntil: NOW + MINUTE }),
      aCapture({ id: 'b', state: 'claimed', mergedInto: 'a', leaseUntil }),
    ];

    expect(await writtenBy(captures)).toEqual([['b', 'claimed', MESSAGE]]);
  });

  it('is nothing in hand where the call closed the gate', async () => {
    expect(await writtenBy([a, b], answeredBy({ outcome: 'limited', headers: {} }))).toEqual([
      ['a', 'claimed', CALL],
      ['b', 'claimed', CALL],
      ['a', 'pending'],
      ['b', 'pending'],
    ]);
  });
});
