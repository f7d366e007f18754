import { describe, expect, it } from 'vitest';
import { FAULT_KINDS, type FaultKind } from './faults.ts';
import { brokenPromises } from './promises.ts';
import { CALM, createWorld, type Scenario } from './world.ts';

const DAY = 86_400_000;
const LONG = 600_000;

const alert = (at: number, testId: number, changes: Partial<Scenario['alerts'][number]> = {}) => ({
  at,
  testId,
  severity: 'major' as const,
  deliveries: 1,
  unresolved: false,
  ...changes,
});

/** A small scenario with each kind of work: a merge, a reuse, a look-up, a repeated delivery, a wait for a slot. */
const SCENARIO: Scenario = {
  ...CALM,
  seed: 7,
  limit: 2,
  periodMs: 60_000,
  alerts: [
    alert(0, 1, { deliveries: 2 }),
    alert(0, 2),
    alert(0, 3, { severity: 'critical' }),
    alert(500, 3),
    alert(1000, 4, { unresolved: true }),
    alert(15_000, 1),
    alert(70_000, 3),
  ],
};

/** Runs the scenario with one fault at one await. */
const withFaultAt = async (point: number, kind: FaultKind | undefined) => {
  const world = createWorld(SCENARIO, (current) => (current === point ? kind : undefined));
  const isDone = await world.run(DAY);
  return { world, isDone };
};

describe('one fault at every await of webhook and worker', () => {
  it.each(FAULT_KINDS)(
    'loses nothing, keeps the limit and marks what may have doubled: %s',
    async (kind) => {
      const { world: calm } = await withFaultAt(-1, undefined);
      const points = calm.faults.points();
      const failures: string[] = [];

      for (let point = 0; point < points; point += 1) {
        const { world, isDone } = await withFaultAt(point, kind);
        const broken = brokenPromises(world, SCENARIO);
        if (!isDone) broken.push('it never came to its end');
        if (broken.length > 0) failures.push(`${world.faults.injected().join()}: ${broken.join('; ')}`);
      }

      expect(points).toBeGreaterThan(100);
      expect(failures).toEqual([]);
    },
    LONG,
  );

  it(
    'loses nothing where every invocation dies at its n-th await, until it is left alone',
    async () => {
      for (let every = 1; every <= 25; every += 1) {
        let left = 60;
        const world = createWorld(SCENARIO, (point) => {
          if (left === 0 || point % every !== 0) return undefined;
          left -= 1;
          return 'crash_after';
        });

        expect(await world.run(DAY)).toBe(true);
        expect(brokenPromises(world, SCENARIO)).toEqual([]);
      }
    },
    LONG,
  );
});
