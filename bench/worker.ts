import { readDeployment } from '../infra/deployment/read-deployment.ts';
import { type Bench, ms, times } from './bench.ts';
import { built } from './bundles.ts';
import { type CpuQuota, withCpuQuota } from './cpu-quota.ts';
import { runProbe } from './probe.ts';
import { median, quantile } from './quantile.ts';
import { type Delays, REALISTIC, withSurroundings } from './surroundings.ts';

type Sample = Readonly<Record<string, number>>;
interface Found {
  readonly alertToLink: readonly Sample[];
  /** With a webhook whose process starts when the alert arrives. */
  readonly coldToLink: readonly Sample[];
  readonly alone: readonly Sample[];
}

const sumOf = (sample: Sample): number => Object.values(sample).reduce((sum, value) => sum + value, 0);

/** Measures the time from an alert to its published link with free slots, and the sum of the necessary round trips. */
export const worker: Bench = async ({ quick, progress }) => {
  const find = async (name: string, delays: Delays, rounds: number, quota?: CpuQuota): Promise<Found> => {
    progress(`${name}, ${rounds} rounds`);
    return withSurroundings(delays, ({ environment, directDynamo }) =>
      runProbe<Found>('probes/worker.ts', environment, {
        rounds,
        directDynamo,
        webhookBundle: built('webhook'),
        quota,
      }),
    );
  };
  const emulated = await find('the emulators as they are', {}, quick ? 20 : 100);
  const delayed = await withCpuQuota(readDeployment().functions.worker.memoryMb, (quota) => {
    const size =
      quota === undefined ? 'all the CPU, for no control group may be made here' : 'the CPU of the memory size';
    return find(`with the latencies of a region and ${size}`, REALISTIC, quick ? 8 : 60, quota);
  });

  const columns = (pick: (found: Found) => readonly number[]): string[] =>
    [emulated, delayed].flatMap((found) => {
      const values = pick(found);
      const sums = found.alone.map(sumOf);
      return [ms(median(values)), ms(quantile(values, 0.99)), times(median(values) / median(sums))];
    });
  const whole = (kind: 'alertToLink' | 'coldToLink', name: string) => (found: Found) =>
    found[kind].map((sample) => sample[name] ?? Number.NaN);
  const trips = Object.keys(emulated.alone[0] ?? {});
  return {
    tables: [
      {
        name: 'worker',
        header: [
          'what',
          'p50, ms',
          'p99, ms',
          'x sum',
          'p50 in a region, ms',
          'p99 in a region, ms',
          'x sum in a region',
        ],
        rows: [
          ['alert to published link', ...columns(whole('alertToLink', 'total'))],
          ['– webhook', ...columns(whole('alertToLink', 'webhook'))],
          ['– worker', ...columns(whole('alertToLink', 'worker'))],
          ['alert to published link, cold webhook', ...columns(whole('coldToLink', 'total'))],
          ['– webhook, from the start of its process', ...columns(whole('coldToLink', 'webhook'))],
          ['– worker', ...columns(whole('coldToLink', 'worker'))],
          ['sum of the trips below', ...columns(({ alone }) => alone.map(sumOf))],
          ...trips.map((name) => [
            `– ${name}`,
            ...columns(({ alone }) => alone.map((sample) => sample[name] ?? Number.NaN)),
          ]),
        ],
      },
    ],
    raw: { emulated, delayed },
  };
};
