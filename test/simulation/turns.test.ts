import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../lib/alerts/alert.ts';
import type { SimulatedAlert } from './arrivals.ts';
import { runs } from './scenarios.ts';
import { CALM, createWorld, type Scenario, START, type World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Five slots in five minutes that get free one after the other: one each minute. */
const SLOT_TIME_MS = CALM.periodMs / CALM.limit;
const LONG = 1_800_000;

const alert = (changes: Partial<SimulatedAlert>): SimulatedAlert => ({
  at: 0,
  testId: 1,
  severity: 'minor',
  deliveries: 1,
  unresolved: false,
  ...changes,
});

/**
 * The start of the storms. Before it, single alerts have used the slots, one a minute, so that one gets free each
 * minute.
 */
const STORM_AT = CALM.limit * SLOT_TIME_MS - 1000;

/** `count` alerts at once, each of a different test, after the alerts that spread the slots. */
const storm = (count: number, severity: SimulatedAlert['severity']): SimulatedAlert[] => [
  ...Array.from({ length: CALM.limit }, (_, index) =>
    alert({ at: index * SLOT_TIME_MS, testId: 5001 + index, severity }),
  ),
  ...Array.from({ length: count }, (_, index) => alert({ at: STORM_AT, testId: 1 + index, severity })),
];

const finished = async (scenario: Partial<Scenario>): Promise<World> => {
  const world = createWorld({ ...CALM, ...scenario });
  expect(await world.run(500 * HOUR)).toBe(true);
  return world;
};

/** The snapshots requested after `since` and before the first one of `testId`. */
const othersBefore = ({ upstream }: World, testId: string, since: number): number => {
  const posts = upstream.sent.filter(({ kind, at }) => kind === 'snapshot' && at > since);
  return posts.findIndex((post) => post.testId === testId);
};

describe('turns: a manual capture among 300 critical alerts, its first POST answered 502', () => {
  // The capture was once put behind all waiting ones, and was made after 188 minutes.
  it.each([10, 20, 60])('has its link within five slot times, asked for at minute %i', async (minute) => {
    const at = minute * MINUTE;
    const world = await finished({
      alerts: storm(300, 'critical'),
      requests: [{ at, testId: 9001, reason: 'manual' }],
      answers: ({ testId, nth }) =>
        testId === '9001' && nth === 1 ? { outcome: 'doubtful', detail: '502' } : undefined,
    });

    const told = world.published.find(({ notification }) => notification.event.testId === '9001');
    expect(told?.notification.event.status).toBe('created');
    expect((told?.at ?? Number.NaN) - START - at).toBeLessThanOrEqual(5 * SLOT_TIME_MS);
  });
});

describe('turns: a critical alert in a storm of 500 minor ones', () => {
  // After an hour of waiting, minor alerts once became as urgent as critical ones. A critical alert after 61 minutes
  // waited for all.
  it.each([0, 61, 200])('is served by one of the next three slots, %i minutes into the storm', async (minute) => {
    const at = STORM_AT + minute * MINUTE + 30_000;
    const world = await finished({
      alerts: [...storm(500, 'minor'), alert({ at, testId: 9001, severity: 'critical' })],
    });

    const others = othersBefore(world, '9001', START + at);
    expect(others).toBeGreaterThanOrEqual(0);
    expect(others).toBeLessThanOrEqual(2);
  });
});

/**
 * Arrivals within ten minutes, in any order of urgency, each of a different test. A failure is not shrunk: only a crowd
 * makes a capture late, so shrinking would run a thousand worlds and hardly reduce them.
 */
const arrivals = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 10 * MINUTE }),
      urgency: fc.constantFrom(...SEVERITIES, 'manual' as const, 'schedule' as const),
    }),
    { minLength: 25, maxLength: 40 },
  )
  .map((wanted) => {
    const alerts: Scenario['alerts'][number][] = [];
    const requests: Scenario['requests'][number][] = [];
    for (const [index, { at, urgency }] of wanted.entries()) {
      const testId = 1 + index;
      if (urgency === 'manual' || urgency === 'schedule') requests.push({ at, testId, reason: urgency });
      else alerts.push(alert({ at, testId, severity: urgency }));
    }
    return { alerts, requests };
  });

const indexTroubles = fc.record({
  missing: fc.constant(0),
  stale: fc.constantFrom(0, 0.5),
  gone: fc.constantFrom(0, 50, 200),
});

interface Wait {
  readonly testId: string;
  /** How many captures waited at its arrival, including itself: it is the k-th oldest. */
  readonly k: number;
  /** The number of its own slot use, counted from its arrival. */
  readonly use: number;
}

/** The wait of each capture, counted in slot uses. */
const waitsOf = ({ ledger, upstream }: World): Wait[] => {
  const servedAt = new Map(upstream.sent.map(({ testId, at }) => [testId, at]));
  const captures = ledger.all().map(({ testId = '', receivedAt }) => ({
    testId,
    receivedAt,
    servedAt: servedAt.get(testId) ?? Number.NaN,
  }));
  return captures.map((capture) => {
    const { testId, receivedAt } = capture;
    const older = captures.filter((other) => other.receivedAt <= receivedAt && other.servedAt > receivedAt);
    const uses = captures.filter((other) => other.servedAt > receivedAt && other.servedAt <= capture.servedAt);
    return { testId, k: older.length, use: uses.length };
  });
};

describe('turns, whatever arrives', () => {
  // Captures of low urgency once came last, however old they were.
  it(
    'serves the k-th oldest by the 5k-th use of a slot after its arrival',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.noShrink(arrivals),
          fc.integer({ min: 1, max: 7 }),
          fc.constantFrom(1, 2),
          indexTroubles,
          fc.nat(),
          async (arrived, limit, concurrency, indexTrouble, seed) => {
            const world = await finished({ ...arrived, limit, concurrency, indexTrouble, seed });

            // A round that read the ledger before the arrival may use every slot without the capture. Two workers that
            // serve the oldest at the same time spend two uses on it, which delays the next such use by up to five.
            const slack = limit + 5;
            const late = waitsOf(world).filter(({ k, use }) => !(use <= 5 * k + slack));
            expect(late).toEqual([]);
          },
        ),
        runs(25),
      );
    },
    LONG,
  );
});
