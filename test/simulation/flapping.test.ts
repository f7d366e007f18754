import { describe, expect, it } from 'vitest';
import type { SimulatedAlert } from './arrivals.ts';
import { brokenPromises, doubledNotifications } from './promises.ts';
import { CALM, createWorld, type Scenario, START } from './world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const FLAPPING = 1;
const HALF_HOUR = { groupMs: 30 * MINUTE };

/** One test that alerts every three minutes for an hour. */
const flapping = Array.from({ length: 20 }, (_, index): SimulatedAlert => {
  return { at: index * 3 * MINUTE, testId: FLAPPING, severity: 'major', deliveries: 1, unresolved: false };
});

/** Ten other tests that alert at once after half an hour: twice as many as there are slots. */
const alertOfOther = (at: number, index: number): SimulatedAlert => {
  return { at, testId: 101 + index, severity: 'major', deliveries: 1, unresolved: false };
};
const others = Array.from({ length: 10 }, (_, index) => alertOfOther(31 * MINUTE, index));

const finished = async (changes: Partial<Scenario>) => {
  const scenario = { ...CALM, ...changes };
  const world = createWorld(scenario);
  const isDone = await world.run(100 * HOUR);
  const broken = brokenPromises(world, scenario);
  const snapshots = world.upstream.calls.filter(({ testId }) => testId === String(FLAPPING));
  const messages = world.published.map(({ notification, at }) => ({ ...notification.event, at: at - START }));
  return { world, isDone, broken, snapshots, messages: messages.filter(({ testId }) => testId === String(FLAPPING)) };
};

/** When each of the ten other tests was announced, in milliseconds after its alert, in order. */
const waitsOf = ({ world }: Awaited<ReturnType<typeof finished>>): number[] =>
  world.published
    .filter(({ notification }) => Number(notification.event.testId) > 100)
    .map(({ at }) => at - START - 31 * MINUTE)
    .toSorted((a, b) => a - b);

describe('flapping: one test that alerts every three minutes for an hour', () => {
  it('is twenty snapshots and twenty messages without GROUP_SAME_TEST_MINUTES', async () => {
    const { isDone, broken, snapshots, messages } = await finished({ alerts: flapping });

    expect([isDone, broken]).toEqual([true, []]);
    expect([snapshots.length, messages.length]).toEqual([20, 20]);
  });

  it('is three of both with 30 minutes: the first at once, then one in half an hour, and each alert in one of them', async () => {
    const run = await finished({ ...HALF_HOUR, alerts: flapping });
    const { world, isDone, broken, snapshots, messages } = run;

    expect([isDone, broken]).toEqual([true, []]);
    expect(snapshots).toHaveLength(3);
    expect(messages).toHaveLength(3);
    expect(messages.map(({ at }) => Math.floor(at / MINUTE))).toEqual([0, 30, 60]);
    const told = messages.flatMap(({ captureIds }) => captureIds);
    expect(told).toHaveLength(20);
    expect(new Set(told)).toEqual(world.accepted);
    expect(doubledNotifications(world)).toBe(0);
  });

  it.each([1, 2, 3, 4, 5])('is that whatever comes between two workers, seed %i', async (seed) => {
    const { broken, snapshots } = await finished({
      ...HALF_HOUR,
      seed,
      alerts: flapping,
      doubledWakes: 0.2,
      indexLagMs: 3000,
      clockSkewMs: 1000,
    });

    expect(broken).toEqual([]);
    expect(snapshots.length).toBeLessThanOrEqual(3);
  });

  it('is that where every wake is lost: the watchdog finds what is due', async () => {
    const { broken, snapshots, messages } = await finished({ ...HALF_HOUR, alerts: flapping, lostWakes: 1 });

    expect(broken).toEqual([]);
    expect(snapshots.length).toBeLessThanOrEqual(3);
    expect(Math.max(...messages.map(({ at }) => at))).toBeLessThanOrEqual(62 * MINUTE);
  });

  it('keeps ten other tests waiting for no longer than three single alerts would', async () => {
    const singles = [0, 30, 60].map((minute) => ({ ...alertOfOther(minute * MINUTE, 0), testId: 50 + minute }));

    const beside = waitsOf(await finished({ ...HALF_HOUR, alerts: [...flapping, ...others] }));

    const besideSingles = waitsOf(await finished({ alerts: [...singles, ...others] }));
    expect(beside).toHaveLength(10);
    // A call takes a few seconds, and the time differs in each run.
    beside.forEach((wait, index) => expect(wait).toBeLessThanOrEqual((besideSingles[index] ?? 0) + 10 * SECOND));
  });

  it('has one closing snapshot where more alerts wait than one message names', async () => {
    // Before, each message had a snapshot of its own, and took a slot for it.
    const first = alertOfOther(0, 0);
    const storm = Array.from({ length: 120 }, (_, index) => alertOfOther(2 * MINUTE + index * 14 * SECOND, 0));
    const alerts = [first, ...storm].map((alert) => ({ ...alert, testId: FLAPPING }));

    const { isDone, broken, snapshots, messages } = await finished({ ...HALF_HOUR, alerts });

    expect([isDone, broken]).toEqual([true, []]);
    expect(snapshots).toHaveLength(2);
    expect(new Set(messages.flatMap(({ captureIds }) => captureIds)).size).toBe(alerts.length);
    expect(Math.max(...messages.map(({ at }) => at))).toBeLessThan(31 * MINUTE);
  });

  it('breaks through with a higher severity: at once, with all that waited, and the time starts again', async () => {
    const critical: SimulatedAlert = {
      at: 10 * MINUTE,
      testId: FLAPPING,
      severity: 'critical',
      deliveries: 1,
      unresolved: false,
    };
    const { broken, messages } = await finished({ ...HALF_HOUR, alerts: [...flapping, critical] });

    expect(broken).toEqual([]);
    expect(
      messages.map(({ at, severity, captureIds }) => [Math.floor(at / MINUTE), severity, captureIds.length]),
    ).toEqual([
      [0, 'major', 1],
      [10, 'critical', 4],
      [40, 'major', 10],
      [70, 'major', 6],
    ]);
  });
});
