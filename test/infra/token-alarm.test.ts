import { beforeAll, describe, expect, it } from 'vitest';
import { packagedTemplate, type Resource } from '../support/packaged-template.ts';
import { aCapture, HOUR, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

type Properties = Resource['Properties'];

/**
 * Whether the alarm is on at the end of each period of an hour, from events at these times, as CloudWatch evaluates
 * them.
 */
const isOnAtEach = (times: readonly number[], { Threshold, Period, EvaluationPeriods }: Properties): boolean[] => {
  const sums = Array.from({ length: HOUR / (Period * SECOND) }, (_, period) => {
    const from = NOW + period * Period * SECOND;
    return times.filter((at) => at >= from && at < from + Period * SECOND).length;
  });
  return sums.map(
    (_, last) =>
      last + 1 >= EvaluationPeriods &&
      sums.slice(last + 1 - EvaluationPeriods, last + 1).every((sum) => sum >= Threshold),
  );
};

describe('the alarm about a token that ThousandEyes refuses', () => {
  let properties: Properties;
  beforeAll(async () => {
    properties = (await packagedTemplate()).Resources['UpstreamUnauthorizedAlarm']?.Properties ?? {};
  });

  /**
   * The times of ThousandEyes' 401 answers in one hour of watchdog runs, with the gate closed as long as it may be
   * after each.
   */
  const refusalsOfAnHour = async (refused: number): Promise<number[]> => {
    const times: number[] = [];
    const worker = aWorker({
      random: () => 0.999,
      measure: (name) => {
        if (name === 'UpstreamUnauthorized') times.push(worker.world.now);
      },
    });
    worker.world.snapshots.push(...Array.from({ length: refused }, () => ({ outcome: 'unauthorized' }) as const));
    await worker.add(aCapture());
    for (let tick = NOW; tick < NOW + HOUR; tick += MINUTE) {
      worker.world.now = Math.max(tick, worker.world.now);
      await worker.work();
    }
    return times;
  };

  it('is on within a quarter of an hour, and stays on until the token is replaced', async () => {
    const times = await refusalsOfAnHour(100);

    expect(properties['ComparisonOperator']).toBe('GreaterThanOrEqualToThreshold');
    expect(isOnAtEach(times, properties).slice(2)).toEqual(Array.from({ length: 10 }, () => true));
  });

  it('stays off at a rotation, which costs one 401', async () => {
    const times = await refusalsOfAnHour(1);

    expect(times).toHaveLength(1);
    expect(isOnAtEach(times, properties)).not.toContain(true);
  });
});
