import { describe, expect, it } from 'vitest';
import { aCapture, MINUTE, NOW, without } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

describe('worker: an alert without a test id', () => {
  const withoutTest = () => without(aCapture(), 'testId');

  it('is looked up, and then captured', async () => {
    const { world, add, work } = aWorker();
    world.lookups.push({ outcome: 'found', testId: '77', alert: {} });
    await add(withoutTest());

    await work();

    expect(world.posts[0]).toMatchObject({ testId: '77' });
    expect(world.published[0]?.event).toMatchObject({ status: 'created', testId: '77' });
  });

  it('is looked up at a pace that leaves most of the organisation’s calls to others', async () => {
    const { world, add, work } = aWorker();
    const alerts = Array.from({ length: 12 }, (_, index) =>
      without(aCapture({ id: `${index}`.padStart(32, '0') }), 'testId'),
    );
    for (const [index] of alerts.entries())
      world.lookups.push({ outcome: 'found', testId: String(500 + index), alert: {} });
    await add(...alerts);

    await work();

    expect(world.lookups).toEqual([]);
    expect(world.now - NOW).toBeGreaterThanOrEqual(3 * 1500);
  });

  it('fails with a notice where it has no test', async () => {
    const { world, add, work } = aWorker();
    await add(withoutTest());

    await work();

    expect(world.published[0]?.event).toMatchObject({ status: 'failed', error: { code: 'no_test' } });
    expect(world.posts).toEqual([]);
  });

  it('is looked up again where the API does not know it yet, and fails in the end', async () => {
    const { world, add, work } = aWorker();
    const unknown = { outcome: 'rejected', status: 404, detail: '404' } as const;
    world.lookups.push(unknown, unknown, unknown, unknown);
    await add(withoutTest());

    for (let tries = 0; tries < 4; tries += 1, world.now += MINUTE) await work();

    expect(world.published.map(({ event }) => event.error?.code)).toEqual(['alert_not_found']);
  });
});
