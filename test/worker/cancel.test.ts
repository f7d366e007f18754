import { describe, expect, it } from 'vitest';
import { cancel } from '../../lib/captures/transitions.ts';
import { createWorker } from '../../lib/worker/worker.ts';
import { aCapture, HOUR, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const waiting = ['a', 'b', 'c'].map((letter) =>
  aCapture({ id: letter.repeat(32), testId: letter, receivedAt: NOW - HOUR }),
);

describe('worker: captures that an operator cancels', () => {
  it('end so, with one message for all of them and no call', async () => {
    const { world, add, work, ledger } = aWorker();
    await add(...waiting.map((capture) => cancel(capture, 'anna')));

    await work();

    expect(world.posts).toEqual([]);
    expect(world.published.map(({ event }) => [event.status, event.error?.code, event.captureIds])).toEqual([
      ['failed', 'cancelled', waiting.map(({ id }) => id)],
    ]);
    for (const { id } of waiting) {
      expect(await ledger.get(id)).toMatchObject({ state: 'cancelled', endedAt: world.now });
    }
    expect(world.measured.filter(({ name }) => name === 'CapturesCancelled')).toHaveLength(3);
    expect(world.measured.map(({ name }) => name)).not.toContain('CapturesFailed');
  });

  it('are told twenty seconds after the first where they are cancelled one by one', async () => {
    const { world, add, work } = aWorker();
    const [first, ...others] = waiting.map((capture) => cancel(capture, 'anna'));
    if (first) await add(first);
    await work();
    await add(...others);

    world.now += 5 * SECOND;
    await work();
    const soon = world.published.length;
    world.now += 20 * SECOND;
    await work();

    expect(soon).toBe(1);
    expect(world.published.map(({ event }) => event.captureIds.length)).toEqual([1, 2]);
  });
});

describe('worker: a failure that waits for the rest of its message', () => {
  it('has a wake for the end of the wait: the watchdog’s next minute would be late', async () => {
    const { world, add, work } = aWorker();
    const [first, second] = waiting.map((capture) => cancel(capture, 'anna'));
    if (!first || !second) throw new Error('there are three');
    await add(first);
    await work();
    await add(second);

    await work();

    const [wake, ...others] = world.wakes;
    expect(others).toEqual([]);
    world.now += wake?.delayMs ?? 0;
    await work();
    expect(world.published.map(({ event }) => event.captureIds)).toEqual([[first.id], [second.id]]);
  });
});

describe('worker: a failure that was told on its own, and that could not be written down', () => {
  // Announced again together with others, it was once a different message, and a subscriber could not recognize the
  // repeat.
  it('is told again on its own, whatever has come since', async () => {
    const { world, add, deps, ledger } = aWorker();
    const [first, second] = waiting.map((capture) => cancel(capture, 'anna'));
    if (!first || !second) throw new Error('there are three');
    let isDown = true;
    const save: typeof ledger.save = async (next) => {
      if (isDown && next.state === 'cancelled') throw new Error('throttled');
      return ledger.save(next);
    };
    const work = createWorker({ ...deps, ledger: { ...deps.ledger, save } });
    await add(first);
    await work({ captureIds: [], deadline: world.now + MINUTE });
    await add(second);

    isDown = false;
    for (let round = 0; round < 2; round += 1) {
      world.now += MINUTE;
      await work({ captureIds: [], deadline: world.now + MINUTE });
    }

    expect(world.published.map(({ event }) => event.captureIds)).toEqual([[first.id], [first.id], [second.id]]);
  });
});
