import { CALM, type Scenario } from '../test/simulation/world.ts';

/** `count` alerts all at once, on so many tests; every `criticalEvery`th is critical where it is not 0, the others minor. */
export const stormOf = (
  count: number,
  tests: number,
  changes: Partial<Scenario> = {},
  criticalEvery = 0,
): Scenario => ({
  ...CALM,
  ...changes,
  alerts: Array.from({ length: count }, (_, index) => ({
    at: 0,
    testId: 1 + (index % tests),
    severity: criticalEvery > 0 && index % criticalEvery === 0 ? ('critical' as const) : ('minor' as const),
    deliveries: 1,
    unresolved: false,
  })),
});
