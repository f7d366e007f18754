import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import type { WorkerDeps } from '../../lib/worker/context.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aCapture, aFailed, HOUR, MINUTE, NOW } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

/* A process is paused for longer than its leases and then goes on, after other workers have recovered its captures. */

const quarantined = (id: string) =>
  aFailed({ id: id.repeat(32), failure: { code: 'quarantined', detail: 'unknown' }, leaseUntil: 0 });

/**
 * The announcements of these captures if the first worker pauses just before the write that `stopsAt` selects, and the
 * worker that recovers them dies after `writes` writes.
 */
const toldOf = async (
  captures: readonly Capture[],
  stopsAt: (next: Capture) => boolean,
  writes: number,
): Promise<string[]> => {
  const clock = { now: NOW };
  const ledger = createMemoryLedger(() => clock.now);
  const told: string[] = [];
  const shared: Partial<WorkerDeps> = {
    slots: createMemorySlots(5),
    publish: async ({ event }) => void told.push(...event.captureIds),
    now: () => clock.now,
    sleep: async (ms) => void (clock.now += ms),
  };
  const rest = aWorker({ ...shared, ledger });
  let written = 0;
  const dying = aWorker({
    ...shared,
    ledger: {
      ...ledger,
      save: async (next) => {
        if (written >= writes) throw new Error('it has died');
        written += 1;
        return ledger.save(next);
      },
    },
  });
  const deadlineOf = (rounds: number) => clock.now - NOW + rounds * MINUTE; // the harness counts from NOW
  let hasStopped = false;
  const paused = aWorker({
    ...shared,
    ledger: {
      ...ledger,
      save: async (next) => {
        if (!hasStopped && stopsAt(next)) {
          hasStopped = true;
          clock.now += 3 * MINUTE;
          await dying.work([], deadlineOf(1)).catch(() => undefined);
        }
        return ledger.save(next);
      },
    },
  });
  for (const capture of captures) await ledger.add(capture);

  await paused.work([], deadlineOf(2));
  for (let rounds = 0; rounds < 4; rounds += 1) {
    clock.now += HOUR;
    await rest.work([], deadlineOf(1));
  }

  expect(hasStopped).toBe(true);
  return told;
};

describe('worker: it stands still for three minutes, and another one takes up its captures', () => {
  it.each([
    {
      name: 'before a message is gathered',
      captures: [quarantined('a'), quarantined('b')],
      stopsAt: (next: Capture) => next.state === 'failed' && (next.covers?.length ?? 0) > 0,
    },
    {
      name: 'before a link is written down',
      captures: [aCapture({ id: 'a'.repeat(32) }), aCapture({ id: 'b'.repeat(32) })],
      stopsAt: (next: Capture) => next.state === 'created',
    },
  ])('each is told of once, whatever becomes of that one: $name', async ({ captures, stopsAt }) => {
    const outcomes = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((writes) => toldOf(captures, stopsAt, writes)));

    expect(outcomes.map((told) => told.toSorted())).toEqual(outcomes.map(() => captures.map(({ id }) => id)));
  });
});

describe('worker: it stands still, and an index then shows it a follower and not the leader', () => {
  it('leaves the follower to its leader, whose version it knows is of before', async () => {
    const clock = { now: NOW };
    const ledger = createMemoryLedger(() => clock.now);
    const [leader, follower] = [aCapture({ id: 'a'.repeat(32) }), aCapture({ id: 'b'.repeat(32) })];
    const told: string[] = [];
    let isTopicDown = true;
    const shared: Partial<WorkerDeps> = {
      slots: createMemorySlots(5),
      publish: async ({ event }) => {
        if (isTopicDown) throw new Error('SNS refuses');
        told.push(...event.captureIds);
      },
      now: () => clock.now,
      sleep: async (ms) => void (clock.now += ms),
    };
    const rest = aWorker({ ...shared, ledger });
    const workOn = (worker: ReturnType<typeof aWorker>) => worker.work([], clock.now - NOW + MINUTE);
    let hasStopped = false;
    const paused = aWorker({
      ...shared,
      ledger: {
        ...ledger,
        idsOfTest: async () => {
          if (!hasStopped) {
            hasStopped = true;
            await workOn(rest);
            clock.now += 3 * MINUTE;
          }
          return [follower.id];
        },
      },
      settings: { ...rest.deps.settings, groupMs: 5 * MINUTE }, // so it reads the test's captures first
    });
    for (const capture of [leader, follower]) await ledger.add(capture);

    await workOn(paused);
    const after = await ledger.get(follower.id);
    isTopicDown = false;
    for (let rounds = 0; rounds < 4; rounds += 1) {
      clock.now += HOUR;
      await workOn(rest);
    }

    expect(hasStopped).toBe(true);
    expect(after).toMatchObject({ state: 'claimed', mergedInto: leader.id });
    expect(told.toSorted()).toEqual([leader.id, follower.id]);
  });
});
