import * as fc from 'fast-check';
import { SEVERITIES } from '../../lib/alerts/alert.ts';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import { seededRandom } from './clock.ts';
import { FAILURES } from './failures.ts';
import { FAULT_KINDS, type FaultKind, type FaultPlan } from './faults.ts';
import { NO_INDEX_TROUBLE } from './index-trouble.ts';
import { type AnswerPlan, LIMITER_KINDS } from './upstream.ts';
import { CALM, type Scenario, START } from './world.ts';

const HOUR = 3_600_000;

/** How many faults happen: each await fails at `rate`, at most `most` times in all, so that every run ends. */
export interface Weather {
  readonly rate: number;
  readonly most: number;
  readonly kinds: readonly FaultKind[];
  /** The number of first messages that SNS refuses, besides the faults counted above. */
  readonly refusedMessages: number;
}

const alert = fc.record({
  at: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: HOUR })),
  testId: fc.integer({ min: 1, max: 12 }),
  severity: fc.constantFrom(...SEVERITIES),
  deliveries: fc.constantFrom(1, 1, 2, 3),
  unresolved: fc.boolean(),
  unreadable: fc.constantFrom(false, false, false, true),
});

const request = fc.record({
  at: fc.integer({ min: 0, max: HOUR }),
  testId: fc.integer({ min: 1, max: 12 }),
  reason: fc.constantFrom('manual' as const, 'schedule' as const),
});

/** An answer of ThousandEyes for a while, to all tests or to one. */
const trouble = fc.record({
  from: fc.integer({ min: 0, max: 30 * 60_000 }),
  lasts: fc.constantFrom(5000, 60_000, 1_800_000, 4 * HOUR),
  testId: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
  failure: fc.constantFrom<CallFailure>(
    FAILURES['502'],
    FAILURES['503'],
    FAILURES['503 with Retry-After'],
    { outcome: 'unsent', detail: 'ECONNRESET' },
    FAILURES['301'],
    FAILURES['401'],
    FAILURES['403'],
    FAILURES['404'],
    FAILURES['400'],
  ),
});

/** A call gets the answer of the first trouble that applies to it. */
const troubles: fc.Arbitrary<AnswerPlan> = fc.array(trouble, { maxLength: 3 }).map((met) => (call) => {
  const at = call.at - START;
  const isMet = ({ from, lasts, testId }: (typeof met)[number]) =>
    at >= from && at < from + lasts && (testId === undefined || `${testId}` === call.testId);
  return met.find(isMet)?.failure;
});

/**
 * The new token is stored before the old one is revoked, at the same moment, or later, as if an operator had forgotten
 * it.
 */
const rotation = fc
  .record({
    revokedAt: fc.integer({ min: 0, max: HOUR }),
    storedAfter: fc.constantFrom(-10 * 60_000, -1000, 0, 1000, 60_000, HOUR, 4 * HOUR),
  })
  .map(({ revokedAt, storedAfter }) => ({ revokedAt, storedAt: revokedAt + storedAfter }));

/** Two hundred entries without items fill more than two pages. */
const indexTrouble = fc.oneof(
  fc.constant(NO_INDEX_TROUBLE),
  fc.record({
    missing: fc.constantFrom(0, 0.1, 0.5),
    stale: fc.constantFrom(0, 0.5),
    gone: fc.constantFrom(0, 3, 200),
  }),
);

/** Scenarios of up to `alerts` alerts. Everything random in a run comes from the scenario's own seed. */
export const scenarios = (alerts: number): fc.Arbitrary<Scenario> =>
  fc.record({
    seed: fc.nat(),
    alerts: fc.array(alert, { minLength: 1, maxLength: alerts }),
    requests: fc.array(request, { maxLength: 4 }),
    limiter: fc.constantFrom(...LIMITER_KINDS),
    headers: fc.constantFrom('reset' as const, 'retry_after' as const, 'none' as const),
    refusedCallsCount: fc.boolean(),
    badGateway: fc.constantFrom(0, 0.05, 0.4),
    slow: fc.constantFrom(0, 0, 0.1),
    answers: troubles,
    endpointTest: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
    rotation: fc.option(rotation, { nil: undefined }),
    othersAt: fc.oneof(fc.constant([]), fc.array(fc.integer({ min: 0, max: HOUR }), { maxLength: 12 })),
    groupMs: fc.constantFrom(0, 0, 5 * 60_000, 30 * 60_000),
    limit: fc.constantFrom(1, 2, 5),
    periodMs: fc.constantFrom(10_000, 60_000, 300_000),
    concurrency: fc.constantFrom(1, 2, CALM.concurrency),
    indexTrouble,
    indexLagMs: fc.constantFrom(0, 200, 3000),
    clockSkewMs: fc.constantFrom(0, 1000),
    doubledWakes: fc.constantFrom(0, 0.2),
    lostWakes: fc.constantFrom(0, 0.3, 1),
  });

export const weathers: fc.Arbitrary<Weather> = fc.record({
  rate: fc.constantFrom(0, 0.02, 0.1, 0.3),
  most: fc.integer({ min: 1, max: 25 }),
  kinds: fc.subarray([...FAULT_KINDS], { minLength: 1 }),
  refusedMessages: fc.constantFrom(0, 0, 5, 40),
});

/** The faults of a run, the same for the same seed and weather. */
export const faultsOf = ({ rate, most, kinds, refusedMessages }: Weather, seed: number): FaultPlan => {
  const random = seededRandom(seed ^ 0x5f3759df);
  let left = most;
  let refused = 0;
  return (_point, name) => {
    if (name === 'topic.publish' && refused < refusedMessages) {
      refused += 1;
      return 'error';
    }
    if (left === 0 || random() >= rate) return undefined;
    left -= 1;
    return kinds[Math.floor(random() * kinds.length)];
  };
};

/**
 * The number of a property's runs, and the start for the replay of a failure: SIMULATION_RUNS, SIMULATION_SEED and
 * SIMULATION_PATH, the last two as fast-check printed them.
 */
export const runs = (few: number): fc.Parameters<unknown> => {
  const { SIMULATION_RUNS, SIMULATION_SEED, SIMULATION_PATH } = process.env;
  return {
    numRuns: Number(SIMULATION_RUNS ?? few),
    ...(SIMULATION_SEED !== undefined && { seed: Number(SIMULATION_SEED) }),
    ...(SIMULATION_PATH !== undefined && { path: SIMULATION_PATH }),
  };
};
