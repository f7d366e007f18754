import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenPromises, doubledNotifications, outcomeOf, overLimit } from './promises.ts';
import { faultsOf, runs, scenarios, weathers } from './scenarios.ts';
import { CALM, createWorld, type Scenario } from './world.ts';

const DAY = 86_400_000;
const LONG = 1_800_000;

/** A world after its run, and whether it finished: no capture is open, and none has starved. */
const finished = async (scenario: Scenario, plan?: Parameters<typeof createWorld>[1]) => {
  const world = createWorld(scenario, plan);
  const isDone = await world.run(10 * DAY);
  return { world, isDone };
};

describe('promises, whatever the weather', () => {
  it(
    'an alert that was answered 200 ends as a link or as a failure notice that says why, and the limit holds',
    async () => {
      await fc.assert(
        fc.asyncProperty(scenarios(25), weathers, async (scenario, weather) => {
          const { world, isDone } = await finished(scenario, faultsOf(weather, scenario.seed));

          expect(brokenPromises(world, scenario)).toEqual([]);
          expect(isDone).toBe(true);
        }),
        runs(150),
      );
    },
    LONG,
  );

  it(
    'no period, wherever it starts, holds more calls than the limit as the upstream counts them, under crashes and freezes',
    async () => {
      await fc.assert(
        fc.asyncProperty(scenarios(15), fc.nat(), async (scenario, seed) => {
          const kinds = ['crash_before', 'crash_after', 'delay', 'freeze_before', 'freeze_after'] as const;
          const crashes = faultsOf({ rate: 0.15, most: 40, kinds, refusedMessages: 0 }, seed);
          const { world } = await finished({ ...scenario, slow: 0.2, badGateway: 0.4, clockSkewMs: 1000 }, crashes);

          expect(overLimit(world.upstream.calls, scenario)).toBeUndefined();
        }),
        runs(150),
      );
    },
    LONG,
  );

  it(
    'counts add up: accepted = merged + reused + published + failed + ignored, and nothing is open',
    async () => {
      await fc.assert(
        fc.asyncProperty(scenarios(25), weathers, async (scenario, weather) => {
          const { world } = await finished(scenario, faultsOf(weather, scenario.seed));

          const outcomes = world.ledger.all().map(outcomeOf);
          const sum = (['merged', 'reused', 'published', 'failed', 'ignored'] as const)
            .map((outcome) => outcomes.filter((other) => other === outcome).length)
            .reduce((a, b) => a + b);
          expect(sum).toBe(outcomes.length);
          for (const id of world.accepted) expect(world.ledger.all().map((capture) => capture.id)).toContain(id);
        }),
        runs(100),
      );
    },
    LONG,
  );
});

/** The same alerts, all readable, with a ThousandEyes that works. */
const calmed = (scenario: Scenario): Scenario => ({
  ...scenario,
  alerts: scenario.alerts.map((alert) => ({ ...alert, unreadable: false })),
  answers: CALM.answers,
  badGateway: 0,
  slow: 0,
  othersAt: [],
  endpointTest: undefined,
});

describe('promises, where nothing fails', () => {
  it(
    'nothing doubles, nothing is marked, nothing fails, and no 429 is of our own making',
    async () => {
      await fc.assert(
        fc.asyncProperty(scenarios(25), async (scenario) => {
          const calm = calmed(scenario);
          const { world } = await finished(calm);

          expect(brokenPromises(world, calm)).toEqual([]);
          expect(doubledNotifications(world)).toBe(0);
          expect(world.sleptOn).toEqual([]);
          expect(world.upstream.calls.filter(({ refused }) => refused)).toEqual([]);
          expect(world.ledger.all().filter(({ possibleDuplicate, failure }) => possibleDuplicate || failure)).toEqual(
            [],
          );
        }),
        runs(150),
      );
    },
    LONG,
  );

  it(
    'a token that is stored before the old one is refused closes the gate for nobody',
    async () => {
      await fc.assert(
        fc.asyncProperty(scenarios(25), fc.integer({ min: 0, max: 3_600_000 }), async (scenario, storedAt) => {
          const rotation = { storedAt, revokedAt: storedAt + 1000 };
          const calm = { ...calmed(scenario), rotation };
          const { world } = await finished(calm);

          expect((await world.slots.read()).gate).toEqual({ closedUntil: 0, strikes: 0 });
          expect(world.ledger.all().filter(({ state }) => state !== 'published')).toEqual([]);
        }),
        runs(100),
      );
    },
    LONG,
  );
});
