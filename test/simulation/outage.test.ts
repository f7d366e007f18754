import { describe, expect, it } from 'vitest';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import type { SimulatedAlert } from './arrivals.ts';
import { brokenPromises } from './promises.ts';
import type { AnswerPlan } from './upstream.ts';
import { CALM, createWorld, type Scenario, START, type World } from './world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const CALL_TIMEOUT_MS = 20 * SECOND;
const LONGEST_CLOSING_MS = 300 * SECOND;

const LOST: CallFailure = { outcome: 'doubtful', detail: '502 Bad Gateway' };
const MAINTENANCE: CallFailure = { outcome: 'unavailable', headers: {}, detail: '503' };
const UNSENT: CallFailure = { outcome: 'unsent', detail: 'ECONNRESET' };
const KINDS = {
  '502': [LOST],
  '503': [MAINTENANCE],
  '503 with Retry-After': [{ ...MAINTENANCE, headers: { retryAfter: '120' } }],
  'TLS handshakes that are reset': [UNSENT],
  'all of it': [LOST, MAINTENANCE, UNSENT],
} as const;

const alertOf = (testId: number, changes: Partial<SimulatedAlert> = {}): SimulatedAlert => ({
  at: 0,
  testId,
  severity: 'minor',
  deliveries: 1,
  unresolved: false,
  ...changes,
});

const finished = async (scenario: Partial<Scenario>): Promise<{ world: World; scenario: Scenario }> => {
  const whole = { ...CALM, ...scenario };
  const world = createWorld(whole);
  expect(await world.run(30 * HOUR)).toBe(true);
  expect(brokenPromises(world, whole)).toEqual([]);
  return { world, scenario: whole };
};

const timesOf = ({ published }: World, testId: number): number[] =>
  published.filter(({ notification }) => notification.event.testId === `${testId}`).map(({ at }) => at - START);

describe('an outage of ThousandEyes, 50 alerts of 50 tests', () => {
  const cases = Object.entries(KINDS).flatMap(([kind, answers]) =>
    [MINUTE, 30 * MINUTE, 6 * HOUR].map((lastsMs) => ({ kind, answers, lastsMs, minutes: lastsMs / MINUTE })),
  );

  it.each(cases)('fails nothing: $kind for $minutes minutes', async ({ answers, lastsMs }) => {
    let calls = 0;
    const answer: AnswerPlan = ({ at }) => (at < START + lastsMs ? answers[calls++ % answers.length] : undefined);
    const { world } = await finished({
      alerts: Array.from({ length: 50 }, (_, index) => alertOf(index + 1)),
      answers: answer,
    });

    const captures = world.ledger.all();
    expect(captures.filter(({ state }) => state !== 'published')).toEqual([]);
    const mayBeMarked = new Set(
      world.upstream.sent.filter(({ at }) => at < START + lastsMs).map(({ testId }) => testId),
    );
    const marked = captures.filter(({ possibleDuplicate }) => possibleDuplicate);
    const canHaveCreated = answers.some(({ outcome }) => outcome === 'doubtful');
    expect(marked.length === 0 || canHaveCreated).toBe(true);
    expect(marked.filter(({ testId = '' }) => !mayBeMarked.has(testId))).toEqual([]);

    // After the outage, only the quota sets the pace, from the longest closing and two timeouts on.
    const last = Math.max(...world.published.map(({ at }) => at - START));
    const bound =
      lastsMs + LONGEST_CLOSING_MS + 2 * CALL_TIMEOUT_MS + 10 * (CALM.periodMs + SECOND) + 2 * CALL_TIMEOUT_MS;
    expect(last).toBeLessThanOrEqual(bound);
  });

  it('is met by five calls at most before the gate closes, then by one at each opening', async () => {
    const { world } = await finished({
      alerts: Array.from({ length: 50 }, (_, index) => alertOf(index + 1)),
      answers: ({ at }) => (at < START + HOUR ? LOST : undefined),
    });

    const times = world.upstream.sent.map(({ at }) => at - START).filter((at) => at < HOUR);
    const [first = 0] = times;
    const atOnce = times.filter((at) => at - first < SECOND);
    const later = times.slice(atOnce.length);
    expect(atOnce.length).toBeLessThanOrEqual(5);
    const gaps = later.slice(1).map((at, index) => at - (later[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(2 * SECOND);
    expect(later.length).toBeLessThanOrEqual(HOUR / (LONGEST_CLOSING_MS / 2) + 6);
  });
});

describe('one test is answered 503 or 401 for ever, beside others', () => {
  it.each([MAINTENANCE, { outcome: 'unauthorized' } as const])(
    'and holds up none of them: $outcome',
    async (answer) => {
      const others = Array.from({ length: 20 }, (_, index) => alertOf(index + 2, { at: MINUTE }));
      const world = createWorld({
        ...CALM,
        alerts: [alertOf(1, { severity: 'critical' }), ...others],
        answers: ({ testId }) => (testId === '1' ? answer : undefined),
      });

      await world.run(3 * HOUR);

      expect(others.filter(({ testId }) => timesOf(world, testId).length === 1)).toHaveLength(20);
    },
  );
});

describe('one test of ThousandEyes is broken beside others', () => {
  const others = Array.from({ length: 20 }, (_, index) => alertOf(index + 2));

  it('for three and a half hours: it gets its link in eight calls, and the others wait one slot more for each', async () => {
    const alerts = [alertOf(1, { severity: 'critical' }), ...others];
    const broken = await finished({
      alerts,
      answers: ({ testId, at }) => (testId === '1' && at < START + 3.5 * HOUR ? LOST : undefined),
    });
    const healthy = await finished({ alerts });

    const calls = broken.world.upstream.sent.filter(({ testId }) => testId === '1');
    expect(calls.length).toBeLessThanOrEqual(8);
    expect(broken.world.ledger.all().map(({ state }) => state)).toEqual(alerts.map(() => 'published'));
    const spentAtFirst = calls.filter(({ at }) => at - START < HOUR).length;
    const lastOf = ({ world }: typeof broken) => Math.max(...others.flatMap(({ testId }) => timesOf(world, testId)));
    const slots = Math.ceil(spentAtFirst / CALM.limit) * (CALM.periodMs + 2 * CALL_TIMEOUT_MS + SECOND);
    expect(lastOf(broken)).toBeLessThanOrEqual(lastOf(healthy) + slots);
  });

  it('for ever: it ends with one notice after about four hours', async () => {
    const { world } = await finished({
      alerts: [alertOf(1), alertOf(1), alertOf(1), ...others],
      answers: ({ testId }) => (testId === '1' ? LOST : undefined),
    });

    const [told, ...more] = timesOf(world, 1);
    expect(more).toEqual([]);
    expect(told).toBeGreaterThan(4 * HOUR);
    expect(told).toBeLessThan(5.2 * HOUR);
    expect(world.upstream.sent.filter(({ testId }) => testId === '1')).toHaveLength(8);
  });

  it('and critical: 20 healthy alerts ten minutes later are served as if it were not there', async () => {
    const later = others.map((alert) => ({ ...alert, at: 10.5 * MINUTE }));
    const { world } = await finished({
      alerts: [alertOf(1, { severity: 'critical' }), ...later],
      answers: ({ testId }) => (testId === '1' ? LOST : undefined),
    });

    const waits = later
      .flatMap(({ testId, at }) => timesOf(world, testId).map((told) => told - at))
      .toSorted((a, b) => a - b);
    expect(waits).toHaveLength(20);
    expect(waits.filter((wait) => wait < MINUTE).length).toBeGreaterThanOrEqual(CALM.limit - 1);
  });
});
