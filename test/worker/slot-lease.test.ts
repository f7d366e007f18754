import { describe, expect, it } from 'vitest';
import { claim } from '../../lib/captures/transitions.ts';
import type { SnapshotAnswer } from '../../lib/thousandeyes/client.ts';
import { aCapture, aSnapshot, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const CALL_MS = 15 * SECOND;
const PERIOD_MS = 300 * SECOND;
const SKEW_MS = SECOND;
const TIMEOUT_MS = 20 * SECOND;

const takenUntil = async ({ slots }: Pick<ReturnType<typeof aWorker>, 'slots'>) =>
  (await slots.read()).slots.map(({ releaseAt }) => releaseAt).filter((releaseAt) => releaseAt > 0);

describe('worker: a call takes fifteen seconds', () => {
  const ANSWERS: readonly { readonly name: string; readonly answer: SnapshotAnswer; readonly heldMs: number }[] = [
    { name: 'created', answer: { outcome: 'created', snapshot: aSnapshot() }, heldMs: PERIOD_MS + SKEW_MS },
    {
      name: 'refused',
      answer: { outcome: 'rejected', status: 404, detail: '404 Not Found' },
      heldMs: PERIOD_MS + SKEW_MS,
    },
    {
      name: 'lost: the upstream may count it a timeout later still',
      answer: { outcome: 'doubtful', detail: '502' },
      heldMs: TIMEOUT_MS + PERIOD_MS + SKEW_MS,
    },
  ];

  it.each(ANSWERS)('its slot is taken for a period from the answer on: $name', async ({ answer, heldMs }) => {
    const worker = aWorker({
      thousandEyes: {
        createSnapshot: async () => {
          worker.world.now += CALL_MS;
          return answer;
        },
        lookUpAlert: async () => ({ outcome: 'found', alert: {} }),
      },
    });
    await worker.add(aCapture());

    await worker.work();

    expect(await takenUntil(worker)).toEqual([NOW + CALL_MS + heldMs]);
    const [slot] = (await worker.slots.read()).slots;
    expect([slot?.takenAt, slot?.created?.at]).toEqual([NOW, answer.outcome === 'created' ? NOW + CALL_MS : undefined]);
  });
});

describe('worker: another one claims the capture between its look and its claim', () => {
  it('makes no call, and gives the slot back at once', async () => {
    const { ledger } = aWorker();
    const capture = aCapture();
    let isLate = false;
    const worker = aWorker({
      ledger: {
        ...ledger,
        save: async (next) => {
          if (!isLate) {
            isLate = true;
            await ledger.save(claim(capture, NOW + MINUTE));
          }
          return ledger.save(next);
        },
      },
    });
    await ledger.add(capture);

    await worker.work();

    expect(worker.world.posts).toEqual([]);
    expect(await takenUntil(worker)).toEqual([]);
    expect(await ledger.get(capture.id)).toEqual(claim(capture, NOW + MINUTE));
  });
});
