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

  it('is looked up at a pace that leaves most of the organization’s calls to others', async () => {
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

  it('fails with a notice if it names a test that ThousandEyes does not: that may be a permission', async () => {
    const { world, add, work } = aWorker();
    world.lookups.push({ outcome: 'found', alert: { permalink: 'https://app.thousandeyes.com/alerts/list/?__a=9' } });
    await add(without(aCapture(), 'testId', 'alert'));

    await work();

    expect(world.published[0]?.event).toMatchObject({ status: 'failed', error: { code: 'no_test' } });
    expect(world.posts).toEqual([]);
  });

  // Each of these alerts once caused a failure notice, or used a slot for a 404.
  it.each([
    { name: 'no test on either side', capture: { testName: undefined }, found: {}, reason: 'no_test' },
    { name: 'a type without tests', capture: {}, found: { without: 'no_test' }, reason: 'no_test' },
    {
      name: 'an Endpoint Agent test',
      capture: {},
      found: { testId: '77', without: 'endpoint_test' },
      reason: 'endpoint_test',
    },
  ] as const)('is ignored without a notice or a slot: $name', async ({ capture, found, reason }) => {
    const { world, slots, ledger, add, work } = aWorker();
    world.lookups.push({ outcome: 'found', alert: {}, ...found });
    const { id, ...alert } = without({ ...withoutTest(), ...capture }, 'testName');
    await add({
      ...alert,
      id,
      ...(capture.testName === undefined && 'testName' in capture ? {} : { testName: 'Shop' }),
    });

    await work();

    expect([world.published, world.posts]).toEqual([[], []]);
    expect((await slots.read()).slots.every(({ takenAt }) => takenAt === undefined)).toBe(true);
    expect(await ledger.get(id)).toMatchObject({ state: 'ignored', endedAt: world.now, failure: { code: reason } });
    expect(world.measured).toContainEqual({ name: 'AlertsIgnored', value: 1, reason });
    expect(world.logged).toContain('alert_without_test');
  });

  it('is told of once an hour for a rule, whatever its tests', async () => {
    const { world, ledger, add, work } = aWorker();
    const alertOf = (index: number) =>
      without(
        aCapture({
          id: `${index}`.padStart(32, '0'),
          alert: { transition: 'trigger', severity: 'major', ruleId: index === 3 ? '8' : '7', testName: `T ${index}` },
        }),
        'testId',
      );
    const told = () => world.published.map(({ event }) => event.captureIds.map(Number));
    await add(alertOf(1));
    await work();

    await add(alertOf(2), alertOf(3), alertOf(4));
    for (let minutes = 0; minutes < 10; minutes += 1, world.now += MINUTE) await work();
    expect(told()).toEqual([[1], [3]]);
    for (let minutes = 0; minutes < 60; minutes += 1, world.now += MINUTE) await work();

    expect(told()).toEqual([[1], [3], [2, 4]]);
    expect((await ledger.get('4'.padStart(32, '0')))?.state).toBe('failed');
  });

  it('takes the account group from the look-up, so that one snapshot serves it and an alert that names its own', async () => {
    const { world, add, work } = aWorker();
    world.lookups.push({ outcome: 'found', testId: '77', alert: { aid: '9' } });
    await add(
      without(aCapture({ id: 'a'.repeat(32) }), 'testId', 'aid'),
      aCapture({ id: 'b'.repeat(32), testId: '77', aid: '9', notBefore: NOW + 2000 }),
    );

    for (let rounds = 0; rounds < 20; rounds += 1, world.now += 2000) await work();

    expect(world.posts.map(({ testId, aid }) => [testId, aid])).toEqual([['77', '9']]);
    expect(world.published.flatMap(({ event }) => event.captureIds).toSorted()).toEqual([
      'a'.repeat(32),
      'b'.repeat(32),
    ]);
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
