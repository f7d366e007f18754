import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../support/factories.ts';
import { brokenPromises, doubledNotifications } from './promises.ts';
import { CALM, createWorld, type Scenario, START } from './world.ts';

const LONG = 600_000;

/** A template that breaks every alert, with one alert per interval for a while. */
const brokenAlerts = (everyMs: number, forMs: number): Scenario['alerts'] =>
  Array.from({ length: forMs / everyMs }, (_, index) => ({
    at: index * everyMs,
    testId: 1 + (index % 3),
    severity: 'major' as const,
    deliveries: 1,
    unresolved: false,
    unreadable: true,
  }));

describe('a template that breaks every alert', () => {
  it.each([
    { everyMs: 20 * MINUTE, indexLagMs: 0 },
    { everyMs: 5 * MINUTE, indexLagMs: 0 },
    { everyMs: 90 * SECOND, indexLagMs: 200 },
    { everyMs: 90 * SECOND, indexLagMs: 3000 },
  ])(
    'makes its first notice at once and then one an hour, and each alert is in one: every $everyMs ms, indexes $indexLagMs ms late',
    async ({ everyMs, indexLagMs }) => {
      const scenario = { ...CALM, indexLagMs, alerts: brokenAlerts(everyMs, 6 * HOUR) };
      const world = createWorld(scenario);

      expect(await world.run(10 * HOUR)).toBe(true);

      const times = world.published.map(({ at }) => at - START);
      expect(times[0]).toBeLessThanOrEqual(5 * SECOND);
      expect(times.slice(1).map((at, index) => Math.floor((at - (times[index] ?? 0)) / MINUTE))).toEqual(
        times.slice(1).map(() => 60),
      );
      expect(times.length).toBe(7);
      expect(world.accepted.size).toBe(scenario.alerts.length);
      expect(brokenPromises(world, scenario)).toEqual([]);
      expect(doubledNotifications(world)).toBe(0);
    },
    LONG,
  );
});
