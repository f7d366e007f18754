import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureIdOf } from '../../lib/captures/identity.ts';
import { aCapture, aSnapshot, MINUTE, SECOND } from '../support/factories.ts';
import { brokenPromises, doubledNotifications } from './promises.ts';
import { runs } from './scenarios.ts';
import { CALM, createWorld, type Scenario, START } from './world.ts';

const HOUR = 60 * MINUTE;
const LONG = 1_800_000;

/** Ten waves of thirty alerts on five tests. Within a wave, the alerts are `betweenMs` apart. */
const waves = (apartMs: number, betweenMs: number, unreadable: boolean): Scenario['alerts'] =>
  Array.from({ length: 300 }, (_, index) => ({
    at: Math.floor(index / 30) * apartMs + (index % 30) * betweenMs,
    testId: 1 + (index % 5),
    severity: 'major' as const,
    deliveries: 1,
    unresolved: false,
    unreadable,
  }));

const finished = async (changes: Partial<Scenario>) => {
  const scenario = { ...CALM, ...changes };
  const world = createWorld(scenario);
  const isDone = await world.run(100 * HOUR);
  return { world, isDone, broken: brokenPromises(world, scenario) };
};

describe('the topic in a flood', () => {
  it.each([
    { apartMs: 5 * SECOND, betweenMs: 66 },
    { apartMs: 15 * SECOND, betweenMs: 300 },
    { apartMs: MINUTE, betweenMs: 0 },
    { apartMs: MINUTE, betweenMs: 66 },
    { apartMs: 4 * MINUTE, betweenMs: 66 },
    { apartMs: 6 * MINUTE, betweenMs: 0 },
  ])(
    'gets at most 60 messages for 300 alerts of 5 tests in ten waves $apartMs ms apart, $betweenMs ms between two, and each alert in one of them',
    async ({ apartMs, betweenMs }) => {
      const { world, isDone, broken } = await finished({ alerts: waves(apartMs, betweenMs, false) });

      expect(isDone).toBe(true);
      expect(broken).toEqual([]);
      expect(world.accepted.size).toBe(300);
      expect(world.published.length).toBeLessThanOrEqual(60);
    },
    LONG,
  );

  it.each([5 * SECOND, MINUTE, 10 * MINUTE])(
    'gets at most 60 messages for 300 bodies that cannot be read, ten waves %d ms apart, and each in one of them',
    async (apartMs) => {
      const { world, isDone, broken } = await finished({ alerts: waves(apartMs, 66, true) });

      expect(isDone).toBe(true);
      expect(broken).toEqual([]);
      expect(world.accepted.size).toBe(300);
      expect(world.published.length).toBeLessThanOrEqual(60);
      expect(world.published[0]?.at).toBeLessThanOrEqual(START + 5 * SECOND);
    },
    LONG,
  );
});

describe('messages that wait', () => {
  /** `count` unannounced links of as many tests. */
  const withUntold = async (count: number, scenario: Scenario) => {
    const world = createWorld(scenario);
    const ids = Array.from({ length: count }, (_, index) => captureIdOf('untold', `${index}`));
    for (const id of ids) {
      const fields = { testId: id, receivedAt: START, leaseUntil: 0 };
      await world.ledger.add(aCapture({ id, state: 'created', snapshot: aSnapshot(), ...fields }));
      world.accepted.add(id);
    }
    for (const id of ids) world.queue.send({ captureId: id }, 0);
    const isDone = await world.run(HOUR);
    return { world, isDone };
  };

  it(
    'are told within half a second each and twenty seconds, never more than five in a second, and in nobody’s hands',
    async () => {
      const anyScenario = fc.record({
        count: fc.constantFrom(1, 7, 60, 300),
        seed: fc.nat(),
        concurrency: fc.constantFrom(1, 2, CALM.concurrency),
        clockSkewMs: fc.constantFrom(0, 1000),
        indexLagMs: fc.constantFrom(0, 200, 3000),
      });

      await fc.assert(
        fc.asyncProperty(anyScenario, async ({ count, ...weather }) => {
          const scenario = { ...CALM, ...weather };
          const { world, isDone } = await withUntold(count, scenario);

          expect(isDone).toBe(true);
          expect(brokenPromises(world, scenario)).toEqual([]);
          expect(doubledNotifications(world)).toBe(0);
          expect(world.published).toHaveLength(count);
          expect(world.clock.now() - START).toBeLessThanOrEqual(count * 500 + 20_000);
          expect(world.sleptOn).toEqual([]);
        }),
        runs(20),
      );
    },
    LONG,
  );
});
