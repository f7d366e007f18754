import { CALM, type Scenario } from '../test/simulation/world.ts';

/**
 * A storm of `count` alerts at the same moment, spread over `tests` tests. Every `criticalEvery`th alert is critical,
 * the others are minor; with 0, all are minor.
 */
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
