import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createWorkerHandler } from '../../lib/worker/worker.ts';
import { aCapture, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const NAMED = ['a', 'b', 'c'].map((letter, index) => aCapture({ id: letter.repeat(32), testId: `77${index}` }));

/** A worker's handler over an index that shows no capture yet, so only a wake can name one. */
const aHandler = (openKeys: () => Promise<never[]> = async () => []) => {
  const { ledger } = aWorker();
  const { deps, world } = aWorker({ ledger: { ...ledger, openKeys } });
  const handler = createWorkerHandler(deps);
  const lambda = (timeLeftMs: number) => ({ getRemainingTimeInMillis: () => timeLeftMs });
  return {
    world,
    ledger,
    wake: (bodies: readonly string[], timeLeftMs = 60 * SECOND) =>
      handler({ Records: bodies.map((body) => ({ body }) as SQSEvent['Records'][number]) }, lambda(timeLeftMs)),
    tick: () => handler({ source: 'watchdog' }, lambda(60 * SECOND)),
    heartbeats: () => world.measured.filter(({ name }) => name === 'WatchdogHeartbeat').length,
  };
};

describe('worker handler: a batch of wakes', () => {
  const bodies = NAMED.map(({ id }) => JSON.stringify({ captureId: id }));

  it('serves every capture that one of them names', async () => {
    const { ledger, wake, world } = aHandler();
    for (const capture of NAMED) await ledger.add(capture);

    await wake([...bodies.slice(0, 2), 'unreadable', '{}', ...bodies]);

    expect(ledger.all().map(({ state }) => state)).toEqual(['published', 'published', 'published']);
    expect(world.posts.map(({ testId }) => testId).toSorted()).toEqual(['770', '771', '772']);
  });

  it('starts no call for which Lambda leaves no time', async () => {
    const { ledger, wake, world } = aHandler();
    for (const capture of NAMED) await ledger.add(capture);

    await wake(bodies, 20 * SECOND);

    expect(world.posts).toEqual([]);
    expect(ledger.all()).toEqual(NAMED);
  });
});

describe('worker handler: the captures that are looked for', () => {
  it.each([
    { name: 'each once', bodies: ['{"captureId":"a"}', '{"captureId":"b"}', '{"captureId":"a"}'], ids: ['a', 'b'] },
    { name: 'none where no wake names any', bodies: ['{}', 'unreadable'], ids: [] },
  ])('are those that the wakes name: $name', async ({ bodies, ids }) => {
    const asked: (readonly string[])[] = [];
    const { deps } = aWorker();
    const readWith: typeof deps.slots.readWith = (named) => {
      asked.push(named);
      return deps.slots.readWith(named);
    };
    const handler = createWorkerHandler({ ...deps, slots: { ...deps.slots, readWith } });

    const Records = bodies.map((body) => ({ body }) as SQSEvent['Records'][number]);
    await handler({ Records }, { getRemainingTimeInMillis: () => 60 * SECOND });

    expect(asked).toEqual(ids.length > 0 ? [ids] : []);
  });
});

describe('worker handler: the watchdog’s heartbeat', () => {
  it('is one for each tick, and none for a wake', async () => {
    const { wake, tick, heartbeats } = aHandler();

    await wake(['{}']);
    const afterWake = heartbeats();
    await tick();

    expect([afterWake, heartbeats()]).toEqual([0, 1]);
  });

  it('is missing where the work failed, for that is what its alarm is about', async () => {
    const { tick, heartbeats } = aHandler(() => Promise.reject(new Error('unreachable')));

    await expect(tick()).rejects.toThrow('unreachable');

    expect(heartbeats()).toBe(0);
  });
});
