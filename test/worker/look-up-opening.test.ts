import { describe, expect, it } from 'vitest';
import { claim } from '../../lib/captures/transitions.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { aCapture, MINUTE, NOW, SECOND, without } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const nameless = without(aCapture({ id: 'a' }), 'testId');
const ONE_CALL = 26 * SECOND;

/** The gate after one look-up, which was the probe of its opening. */
const gateAfter = async (
  changes: Parameters<typeof aWorker>[0],
  prepare: (worker: ReturnType<typeof aWorker>) => void,
) => {
  const worker = aWorker(changes);
  await worker.slots.closeGate({ closedUntil: NOW - 1, reason: 'unreachable', strikes: 4 });
  await worker.add(nameless);
  prepare(worker);
  await worker.work([nameless.id], ONE_CALL);
  return (await worker.slots.read()).gate;
};

describe('worker: the one call at an opening of the gate is a look-up', () => {
  it.each([
    { name: 'the test', answer: { outcome: 'found', testId: '77', alert: {} } },
    { name: 'that there is none', answer: { outcome: 'found', alert: {} } },
    { name: 'that it may not be seen', answer: { outcome: 'forbidden', detail: '403' } },
  ] as const)('that opens it, whatever it finds: $name', async ({ answer }) => {
    const gate = await gateAfter({}, ({ world }) => {
      world.lookups.push(answer);
      world.snapshots.push({ outcome: 'forbidden', detail: '403' });
    });

    expect(gate).toMatchObject({ closedUntil: 0, strikes: 0 });
  });

  it('that is not made, for another worker has claimed the capture: the next call goes ahead alone', async () => {
    const ledger = createMemoryLedger(() => NOW);
    const save: typeof ledger.save = async () => {
      await ledger.save(claim(nameless, NOW + MINUTE));
      return false;
    };
    const gate = await gateAfter({ ledger: { ...ledger, save } }, () => void ledger.add(nameless));

    expect(gate).toMatchObject({ closedUntil: 0, strikes: 4 });
  });

  it('that is not made again with a new token, for want of time: the next call goes ahead alone', async () => {
    const gate = await gateAfter({}, (worker) => {
      worker.world.lookups.push({ outcome: 'unauthorized' });
      worker.deps.token.refresh = async () => {
        worker.world.now += 2 * SECOND;
        return ['new'];
      };
    });

    expect(gate).toMatchObject({ closedUntil: 0, strikes: 4 });
  });
});

describe('worker: look-ups over several workers', () => {
  it('have one turn in a second and a half', async () => {
    const turns: unknown[] = [];
    const { slots } = aWorker();
    const takeTurn: typeof slots.takeTurn = (...turn) => {
      turns.push(turn);
      return slots.takeTurn(...turn);
    };
    const worker = aWorker({ slots: { ...slots, takeTurn } });
    worker.world.lookups.push({ outcome: 'doubtful', detail: '502' });
    await worker.add(nameless);

    await worker.work([], ONE_CALL);

    expect(turns).toEqual([['look-up', NOW, NOW + 1500]]);
  });

  it('are left to the one that has the turn', async () => {
    const { slots } = aWorker();
    const worker = aWorker({ slots: { ...slots, takeTurn: async () => false } });
    await slots.takeTurn('look-up', NOW, NOW + 1500);
    worker.world.lookups.push({ outcome: 'doubtful', detail: '502' });
    await worker.add(nameless);

    await worker.work([], ONE_CALL);

    expect(worker.world.lookups).toHaveLength(1);
    expect(await worker.ledger.get('a')).toEqual(nameless);
  });
});
