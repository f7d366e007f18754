import { describe, expect, it } from 'vitest';
import type { FaultKind, FaultPlan } from './faults.ts';
import { brokenPromises } from './promises.ts';
import { CALM, createWorld, type Scenario } from './world.ts';

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const LONG = 600_000;

/** The lengths of a freeze: around each margin of a call, a slot's lease, a claim and an announcement. */
const LENGTHS = [1, 4, 6, 10, 15, 19, 21, 25, 30, 34, 40, 50, 61, 90, 600].map((seconds) => seconds * SECOND);
const SEEDS = Array.from({ length: 4 }, (_, index) => index + 1);

/** One slot that is needed again as soon as it is free, and calls that the vendor counts late. */
const SCENARIO: Scenario = {
  ...CALM,
  limit: 1,
  periodMs: 10 * SECOND,
  slow: 0.5,
  alerts: Array.from({ length: 6 }, (_, index) => ({
    at: 0,
    testId: 1 + index,
    severity: 'major',
    deliveries: 1,
    unresolved: false,
  })),
};

/** The faults, each at the first calls of its name. */
const atFirst = (faults: Readonly<Record<string, FaultKind>>, times: number): FaultPlan => {
  const left = new Map(Object.keys(faults).map((name) => [name, times]));
  return (_point, name) => {
    const count = left.get(name) ?? 0;
    if (count === 0) return undefined;
    left.set(name, count - 1);
    return faults[name];
  };
};

const brokenIn = async (faults: Readonly<Record<string, FaultKind>>): Promise<string[]> => {
  const broken: string[] = [];
  for (const seed of SEEDS) {
    for (const freezeMs of LENGTHS) {
      const scenario = { ...SCENARIO, seed, freezeMs };
      const world = createWorld(scenario, atFirst(faults, 3));
      const isDone = await world.run(DAY);
      const lines = [...brokenPromises(world, scenario), ...(isDone ? [] : ['it never came to its end'])];
      broken.push(...lines.map((line) => `seed ${seed}, frozen for ${freezeMs} ms: ${line}`));
    }
  }
  return broken;
};

describe('a worker that is frozen on its way, and whose slot is never stamped', () => {
  it.each<{ readonly where: string; readonly faults: Readonly<Record<string, FaultKind>> }>([
    { where: 'while it takes the slot', faults: { 'slots.take': 'freeze_before' } },
    { where: 'when it has the slot', faults: { 'slots.take': 'freeze_after' } },
    { where: 'before its claim is written', faults: { 'ledger.save': 'freeze_before' } },
    { where: 'before its POST leaves', faults: { 'upstream.createSnapshot': 'freeze_before' } },
    { where: 'before it reads the answer', faults: { 'upstream.createSnapshot': 'freeze_after' } },
  ])(
    'keeps the limit and its other promises: frozen $where',
    async ({ faults }) => {
      expect(await brokenIn({ ...faults, 'slots.release': 'crash_before' })).toEqual([]);
    },
    LONG,
  );
});

describe('a worker that is frozen before its message leaves', () => {
  it(
    'repeats what another worker has published meanwhile, and says nothing else',
    async () => {
      expect(await brokenIn({ 'topic.publish': 'freeze_before' })).toEqual([]);
    },
    LONG,
  );
});
