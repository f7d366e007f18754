import { describe, expect, it } from 'vitest';
import { type Phase, planOf } from '../../prove/storm/plan.ts';

const SIZES = Array.from({ length: 45 }, (_, index) => 6 + index);

describe('the plan of a storm', () => {
  it.each(SIZES)('of %i alerts has a kill and an outage in its middle', (count) => {
    const { alerts, killAtCall, outage } = planOf(count, 12_000);
    const tests = new Set(alerts.map(({ testId }) => testId)).size;
    const sizeOf = (phase: Phase) => alerts.filter((alert) => alert.phase === phase).length;

    expect(alerts).toHaveLength(count);
    expect(new Set(alerts.map(({ alertId }) => alertId)).size).toBe(count);
    expect(killAtCall).toBeLessThan(sizeOf('start')); // they alone bring the storm to the kill
    expect(outage.afterCall).toBeGreaterThan(killAtCall);
    expect(outage.afterCall).toBeLessThan(tests);
    expect(sizeOf('kill')).toBeGreaterThan(0);
    expect(sizeOf('outage')).toBeGreaterThan(0);
  });

  it('has tests with two alerts, and alerts that are sent twice', () => {
    const { alerts } = planOf(50, 12_000);

    expect(new Set(alerts.map(({ testId }) => testId)).size).toBe(46);
    expect(alerts.filter(({ isRepeated }) => isRepeated)).toHaveLength(12);
  });
});
