import { describe, expect, it } from 'vitest';
import type { SimulatedAlert } from './arrivals.ts';
import { NO_INDEX_TROUBLE } from './index-trouble.ts';
import { brokenPromises } from './promises.ts';
import { CALM, createWorld, type Scenario, START } from './world.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** The time of a call and its notification. */
const CALL_MS = 30_000;

const ALERT: SimulatedAlert = { at: 0, testId: 1, severity: 'minor', deliveries: 1, unresolved: false };
/** One alert for each of as many tests as there are slots. */
const ALERTS = Array.from({ length: CALM.limit }, (_, index) => ({ ...ALERT, testId: 1 + index }));

/** The time from the start to the last notification. */
const lastNotificationMs = async (changes: Partial<Scenario>): Promise<number> => {
  const scenario = { ...CALM, alerts: ALERTS, ...changes };
  const world = createWorld(scenario);
  expect(await world.run(DAY)).toBe(true);
  expect(brokenPromises(world, scenario)).toEqual([]);
  return Math.max(...world.published.map(({ at }) => at - START));
};

describe('indexes that do not show what was written, for up to 15 minutes', () => {
  const indexTrouble = { ...NO_INDEX_TROUBLE, missing: 1 };

  it('hold up no capture that has a wake and a free slot', async () => {
    expect(await lastNotificationMs({ indexTrouble })).toBeLessThan(CALL_MS);
  });

  it('hold up a capture whose wake is lost until they show it, and not longer', async () => {
    const last = await lastNotificationMs({ indexTrouble, lostWakes: 1 });

    expect(last).toBeGreaterThan(MINUTE);
    expect(last).toBeLessThan(15 * MINUTE + MINUTE + CALL_MS);
  });
});

describe('indexes that show what is gone', () => {
  it('hold up nothing, whether a wake comes or only the watchdog', async () => {
    const indexTrouble = { missing: 0, stale: 1, gone: 500 };

    expect(await lastNotificationMs({ indexTrouble })).toBeLessThan(CALL_MS);
    expect(await lastNotificationMs({ indexTrouble, lostWakes: 1 })).toBeLessThan(MINUTE + CALL_MS);
  });
});
