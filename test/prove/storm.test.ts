import { describe, expect, it, type TestContext } from 'vitest';
import { createScope } from '../../prove/scope.ts';
import type { Contestant } from '../../prove/storm/contestant.ts';
import { type PlannedAlert, planOf, type StormPlan } from '../../prove/storm/plan.ts';
import { runStorm } from '../../prove/storm/run-storm.ts';
import { claimsOf } from '../../prove/verdict/claims.ts';
import { figuresOf } from '../../prove/verdict/figures.ts';
import type { StormRecord } from '../../prove/verdict/records.ts';

const PLAN: StormPlan = { ...planOf(6, 1000), deadMs: 100, deliveries: 1000 };

/** Large enough for calls in the outage, though the system forgets most of it. */
const LARGER_PLAN: StormPlan = { ...PLAN, ...planOf(12, PLAN.periodMs), deliveries: PLAN.deliveries };

const fake = (fault?: string): Contestant => ({
  name: 'a fake system',
  webhookToken: 'token',
  command: (terms) => ({ args: ['test/prove/fake-system.mjs', JSON.stringify({ ...terms, fault })], env: {} }),
});

/** Whether all alerts but those that the system loses are reported. */
const allBut =
  (plan: StormPlan, isLost: (alert: PlannedAlert) => boolean) =>
  ({ messages }: StormRecord): boolean =>
    plan.alerts
      .filter((alert) => !isLost(alert))
      .every(({ alertId }) => messages.some(({ alertIds }) => alertIds.includes(alertId)));

const storm = async (
  contestant: Contestant,
  onTestFinished: TestContext['onTestFinished'],
  { plan = PLAN, endsWhen }: { plan?: StormPlan; endsWhen?: (record: StormRecord) => boolean } = {},
) => {
  const scope = createScope();
  onTestFinished(scope.close);
  const events: string[] = [];
  const over = new AbortController();
  const record = await runStorm({
    contestant,
    plan,
    scope,
    signal: over.signal,
    onEvent: (event) => events.push(event),
    onRecord: (seen) => endsWhen?.(seen) && over.abort(),
  });
  const failing = claimsOf(figuresOf(record), record).filter(({ holds }) => !holds);
  return { record, events, failing: failing.map(({ name }) => name) };
};

describe('a storm', () => {
  it.concurrent('over a system that keeps its promise leaves every claim true', async ({ onTestFinished }) => {
    const { record, events, failing } = await storm(fake(), onTestFinished);

    expect(failing).toEqual([]);
    expect(events).toEqual([
      'takes alerts',
      'killed with SIGKILL',
      'started again',
      'meets the outage',
      'has reported every alert',
    ]);
    expect(record.deliveries.some(({ status }) => status === undefined)).toBe(true); // sent to a dead system, and sent again
    expect(record.messages.map(({ life }) => life)).toEqual([1, 1, 2, 2, 2, 2]);
  });

  it.concurrent.for([
    {
      fault: 'forgets',
      claims: ['reported'],
      plan: LARGER_PLAN,
      endsWhen: allBut(LARGER_PLAN, ({ phase }) => phase === 'start'),
    },
    { fault: 'refuses', claims: ['accepted'], endsWhen: allBut(PLAN, ({ alertId }) => alertId.endsWith('2')) },
    { fault: 'repeats', claims: ['once'] },
    { fault: 'invents', claims: ['genuine'] },
    { fault: 'exceeds', claims: ['limit', 'refused'] },
  ])('over a system that $fault breaks exactly $claims', async ({ fault, claims, ...ending }, { onTestFinished }) => {
    const { failing } = await storm(fake(fault), onTestFinished, ending);

    expect(failing).toEqual(claims);
  });

  it.concurrent('over a system that does not start ends with its last words', async ({ onTestFinished }) => {
    const broken: Contestant = { ...fake(), command: () => ({ args: ['-e', 'throw new Error("no way")'], env: {} }) };

    await expect(storm(broken, onTestFinished)).rejects.toThrow(/^a fake system ended by itself \(1\)[^]*no way/);
  });

  it.concurrent('that is over before the kill says so', async ({ onTestFinished }) => {
    const { failing } = await storm(fake(), onTestFinished, { endsWhen: ({ messages }) => messages.length === 1 });

    expect(failing).toEqual(expect.arrayContaining(['accepted', 'killed', 'outage']));
  });
});
