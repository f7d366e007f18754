import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aClassicTrigger, sampleEvent } from '../support/sample-events.ts';
import { eventOf, type RuntimeHarness, startRuntimeHarness } from './runtime-harness.ts';

/** Shorter than the SDK's own patience with a call that hangs. */
const SHORT_MS = 2000;
/** The least that the worker wants for a call of THOUSANDEYES_TIMEOUT_SECONDS = 1 and for writing down what came of it. */
const WORKER_MS = 7000;

describe('a function that Lambda kills at its deadline', () => {
  let harness: RuntimeHarness;
  // A ledger of its own for each: what a killed worker held stays held for minutes.
  beforeEach(async () => {
    harness = await startRuntimeHarness();
  });
  afterEach(() => harness.stop());

  it.each([
    ['webhook', async () => eventOf('webhook', await aClassicTrigger(6001))],
    ['captures', async () => withKey(eventOf('captures', await sampleEvent('manual')))],
    ['schedule', () => sampleEvent('schedule')],
  ] as const)('%s takes the same event in when it comes again, once', async (name, prepare) => {
    const event = await prepare();
    const killed = await harness.start(name);
    harness.dynamo.freeze();

    const first = await killed.invoke(event, SHORT_MS);
    harness.dynamo.thaw();
    const next = await harness.start(name);
    const again = await next.invoke(event);

    expect(first).toEqual({ outcome: 'timed_out' });
    expect(next.pid).not.toBe(killed.pid);
    expect(again.outcome).toBe('returned');
    const wakes = (await harness.receiveWakes()).Records.map(({ body }) => body);
    expect(wakes).toHaveLength(name === 'schedule' ? 2 : 1);
    expect(new Set(wakes).size).toBe(wakes.length);
  });

  it('worker leaves a claim, which the watchdog finds: the link is published, and marked as a possible duplicate', async () => {
    const webhook = await harness.start('webhook');
    const taken = await webhook.invoke(eventOf('webhook', await aClassicTrigger(6002)));
    const { captureId } = taken.outcome === 'returned' ? JSON.parse(taken.result.body) : {};
    const killed = await harness.start('worker');
    // The snapshot is created, its answer never comes, and nothing can be written down.
    harness.standIn.faults.add({ method: 'POST', id: '6002', kind: 'hang', created: true });
    const isPosted = () => harness.standIn.calls.some(({ path }) => path.includes('/6002/'));

    const first = killed.invoke({ Records: [{ body: JSON.stringify({ captureId }) }] }, WORKER_MS);
    while (!isPosted()) await sleep(5);
    harness.dynamo.freeze();
    const outcome = await first;
    harness.dynamo.thaw();
    const next = await harness.start('worker');
    const notification = await watchUntilPublished(next, captureId);

    expect(outcome).toEqual({ outcome: 'timed_out' });
    expect(notification).toMatchObject({ captureId, status: 'created', possibleDuplicate: true });
    expect(harness.standIn.calls.filter(({ path }) => path.includes('/6002/'))).toHaveLength(2);
  });

  /** The watchdog's ticks, faster than every minute, until the claim's lease has run out and the capture is done. */
  const watchUntilPublished = async (worker: Awaited<ReturnType<RuntimeHarness['start']>>, captureId: string) => {
    for (;;) {
      const tick = await worker.invoke({ source: 'watchdog' });
      if (tick.outcome !== 'returned') return tick;
      const found = (await harness.receiveNotifications()).find((event) => event['captureId'] === captureId);
      if (found) return found;
      await sleep(500);
    }
  };
});

/** A client that repeats its request sends the same key with it. */
const withKey = (event: any) => ({ ...event, headers: { ...event.headers, 'idempotency-key': 'the-same' } });
