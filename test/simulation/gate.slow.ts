import { describe, expect, it } from 'vitest';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import type { SimulatedAlert } from './arrivals.ts';
import { CALM, createWorld, type Scenario, START, type World } from './world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const TROUBLE_MS = HOUR;
/** A busy machine needs a minute for an hour with one alert a second. */
const LONG = 600_000;

/** Alerts of sixty tests for as long as the trouble lasts. */
const alertsEvery = (everyMs: number, unresolved: boolean | 'some'): SimulatedAlert[] =>
  Array.from({ length: TROUBLE_MS / everyMs }, (_, index) => ({
    at: index * everyMs,
    testId: 1 + (index % 60),
    severity: 'minor',
    deliveries: 1,
    unresolved: unresolved === 'some' ? index % 2 === 0 : unresolved,
  }));

/** The world after an hour in which all calls got this answer, when all alerts have ended. */
const runThrough = async (answer: CallFailure, alerts: readonly SimulatedAlert[]) => {
  const scenario: Scenario = {
    ...CALM,
    indexLagMs: 100,
    alerts,
    answers: ({ at }) => (at < START + TROUBLE_MS ? answer : undefined),
  };
  const world = createWorld(scenario);
  expect(await world.run(40 * HOUR)).toBe(true);
  return world;
};

/**
 * The number of calls at each opening of the gate during the trouble: calls close to each other belong to one opening.
 */
const callsOfOpenings = ({ upstream }: World): number[] => {
  const bursts: number[][] = [];
  for (const { at } of upstream.sent.filter((call) => call.at < START + TROUBLE_MS)) {
    const last = bursts.at(-1);
    const before = last?.at(-1);
    if (last && before !== undefined && at - before < 2 * SECOND) last.push(at);
    else bursts.push([at]);
  }
  return bursts.map(({ length }) => length);
};

describe('the gate, alerts that keep coming, every call refused for an hour', () => {
  // Each worker that looked at the opening once made its own call: 1, 4, 1, 4.
  it.each([
    { name: '401', answer: { outcome: 'unauthorized' }, everyMs: SECOND, unresolved: false },
    {
      name: '429 that says nothing of when to come back',
      answer: { outcome: 'limited', headers: {} },
      everyMs: SECOND,
      unresolved: false,
    },
    { name: '401 to look-ups', answer: { outcome: 'unauthorized' }, everyMs: 6 * SECOND, unresolved: true },
    { name: '401 to both', answer: { outcome: 'unauthorized' }, everyMs: 6 * SECOND, unresolved: 'some' },
  ] as const)(
    'lets one call through at each opening: $name',
    async ({ answer, everyMs, unresolved }) => {
      const world = await runThrough(answer, alertsEvery(everyMs, unresolved));

      const [first = 0, ...later] = callsOfOpenings(world);
      expect(first).toBeLessThanOrEqual(CALM.limit);
      expect(later.length).toBeGreaterThan(10);
      expect(new Set(later)).toEqual(new Set([1]));
      expect(world.ledger.all().filter(({ state }) => state !== 'published')).toEqual([]);
      expect(world.ledger.all().filter(({ possibleDuplicate }) => possibleDuplicate)).toEqual([]);
    },
    LONG,
  );
});
