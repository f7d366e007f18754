import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aClassicTrigger, sampleEvent } from '../support/sample-events.ts';
import { eventOf, type RuntimeHarness, startRuntimeHarness } from './runtime-harness.ts';

/** Shorter than the SDK's own timeout for a call that hangs. */
const SHORT_MS = 2000;
/** The least time that the worker needs for a call with THOUSANDEYES_TIMEOUT_SECONDS=1, and for storing the result. */
const WORKER_MS = 7000;

describe('a function that Lambda kills at its deadline', () => {
  let harness: RuntimeHarness;
  // Each test has a new ledger, because a killed worker's leases last for minutes.
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
    // The snapshot is created, but its answer never arrives, and the ledger cannot be written.
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

  /** Runs the watchdog, faster than every minute, until the claim's lease has ended and the capture is published. */
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

/** A request with a fixed key, as a client sends it again. */
const withKey = (event: any) => ({ ...event, headers: { ...event.headers, 'idempotency-key': 'the-same' } });
