import { describe, expect, it } from 'vitest';
import { newCapture } from '../../lib/captures/capture.ts';
import { windowEndingAt } from '../../lib/captures/window.ts';
import { brokenPromises, doubledNotifications, outcomeOf } from './promises.ts';
import { CALM, createWorld, type Scenario, START } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `count` alerts at once, on `tests` tests. */
const storm = (count: number, tests = count, severity: 'critical' | 'minor' = 'minor'): Scenario['alerts'] =>
  Array.from({ length: count }, (_, index) => ({
    at: 0,
    testId: 1 + (index % tests),
    severity,
    deliveries: 1,
    unresolved: false,
  }));

/** Runs a calm scenario to its end and returns its figures. */
const weather = async (scenario: Partial<Scenario>) => {
  const world = createWorld({ ...CALM, ...scenario });
  const isDone = await world.run(500 * HOUR);
  return {
    world,
    isDone,
    broken: brokenPromises(world, { ...CALM, ...scenario }),
    makespanMs: world.clock.now() - START,
    refused: world.upstream.calls.filter(({ refused }) => refused).length,
    invocations: world.queue.invocations(),
  };
};

describe('storm on the virtual clock', () => {
  it.each([50, 500])(
    '%d alerts are done within 1.02 x the bound, none lost, no 429, at most 1.5 invocations each',
    async (count) => {
      const bound = Math.floor((count - 1) / 5) * 300_000;

      const { world, isDone, broken, makespanMs, refused, invocations } = await weather({ alerts: storm(count) });

      expect(isDone).toBe(true);
      expect(broken).toEqual([]);
      expect(refused).toBe(0);
      expect(makespanMs).toBeLessThanOrEqual(1.02 * bound);
      expect(invocations / count).toBeLessThanOrEqual(1.5);
      expect(world.upstream.calls).toHaveLength(count);
      expect(doubledNotifications(world)).toBe(0);
    },
  );

  it('500 alerts on 40 tests are 40 snapshots within 35 minutes x 1.02, as the median of three storms', async () => {
    const makespans: number[] = [];
    for (const seed of [1, 2, 3]) {
      const { world, broken, makespanMs, refused } = await weather({ alerts: storm(500, 40), seed });

      expect(broken).toEqual([]);
      expect(refused).toBe(0);
      expect(world.upstream.calls).toHaveLength(40);
      const outcomes = world.ledger.all().map(outcomeOf);
      expect(outcomes).toHaveLength(500);
      expect(outcomes).not.toContain('open');
      makespans.push(makespanMs);
    }

    expect(makespans.toSorted((a, b) => a - b)[1]).toBeLessThanOrEqual(1.02 * 35 * 60_000);
  });

  it('50 critical alerts among 500 get four of five slots: the last waits at most 62.5 minutes', async () => {
    const alerts = storm(500).map((alert, index) =>
      index % 10 === 9 ? { ...alert, severity: 'critical' as const } : alert,
    );

    const { world, broken } = await weather({ alerts });

    expect(broken).toEqual([]);
    const waits = world.published
      .filter(({ notification }) => notification.event.severity === 'critical')
      .map(({ at }) => at - START);
    expect(waits).toHaveLength(50);
    expect(Math.max(...waits)).toBeLessThanOrEqual(62.5 * 60_000);
  });

  it('with 5 % of 502s, half of which did create, none of 500 is lost', async () => {
    const { broken, isDone } = await weather({ alerts: storm(500), badGateway: 0.05 });

    expect(isDone).toBe(true);
    expect(broken).toEqual([]);
  });

  it('does not delay a manual capture by more than a period, and starves no scheduled one', async () => {
    const world = createWorld({ ...CALM, alerts: storm(300, 300, 'critical') });
    const arrival = { testId: '9001', receivedAt: START + 20 * MINUTE, severity: 'unknown' as const };
    const window = windowEndingAt(arrival.receivedAt, 2);
    const manual = newCapture({ id: 'a'.repeat(32), reason: 'manual', ...arrival, ...window });
    const planned = newCapture({ id: 'b'.repeat(32), reason: 'schedule', ...arrival, ...window, testId: '9002' });
    void world.clock.sleep(20 * MINUTE).then(async () => {
      for (const capture of [manual, planned]) {
        await world.ledger.add(capture);
        world.queue.send({ captureId: capture.id }, 0);
      }
    });

    await world.run(500 * HOUR);

    const waitOf = (id: string) =>
      (world.published.find(({ notification }) => notification.event.captureId === id)?.at ?? Number.NaN) -
      arrival.receivedAt;
    expect(waitOf(manual.id)).toBeLessThanOrEqual(302_000);
    expect(waitOf(planned.id)).toBeLessThanOrEqual(300 * MINUTE);
  });

  it('gives an alert of no importance its turn among critical ones that never end', async () => {
    const critical = Array.from({ length: 600 }, (_, index) => ({
      at: index * MINUTE,
      testId: 1000 + index,
      severity: 'critical' as const,
      deliveries: 1,
      unresolved: false,
    }));
    const info = { at: 0, testId: 1, severity: 'info' as const, deliveries: 1, unresolved: false };

    const { world } = await weather({
      alerts: [
        ...storm(50, 50, 'critical').map((alert) => ({ ...alert, testId: alert.testId + 1 })),
        ...critical,
        info,
      ],
    });

    const told = world.published.find(({ notification }) => notification.event.severity === 'info');
    expect((told?.at ?? Number.NaN) - START).toBeLessThanOrEqual(150 * MINUTE);
  });
});
