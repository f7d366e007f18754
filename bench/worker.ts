import { type Bench, ms, times } from './bench.ts';
import { runProbe } from './probe.ts';
import { median, quantile } from './quantile.ts';
import { type Delays, REALISTIC, withSurroundings } from './surroundings.ts';

type Sample = Readonly<Record<string, number>>;
interface Found {
  readonly alertToLink: readonly Sample[];
  readonly alone: readonly Sample[];
}

const sumOf = (sample: Sample): number => Object.values(sample).reduce((sum, value) => sum + value, 0);

/** Measures the time from an alert to its published link with free slots, and the sum of the necessary round trips. */
export const worker: Bench = async ({ quick, progress }) => {
  const find = async (name: string, delays: Delays, rounds: number): Promise<Found> => {
    progress(`${name}, ${rounds} rounds`);
    return withSurroundings(delays, ({ environment, directDynamo }) =>
      runProbe<Found>('probes/worker.ts', environment, { rounds, directDynamo }),
    );
  };
  const emulated = await find('the emulators as they are', {}, quick ? 20 : 150);
  const delayed = await find('with the latencies of a region', REALISTIC, quick ? 8 : 60);

  const columns = (pick: (found: Found) => readonly number[]): string[] =>
    [emulated, delayed].flatMap((found) => {
      const values = pick(found);
      const sums = found.alone.map(sumOf);
      return [ms(median(values)), ms(quantile(values, 0.99)), times(median(values) / median(sums))];
    });
  const whole = (name: string) => (found: Found) => found.alertToLink.map((sample) => sample[name] ?? Number.NaN);
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
          ['alert to published link', ...columns(whole('total'))],
          ['– webhook', ...columns(whole('webhook'))],
          ['– worker', ...columns(whole('worker'))],
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
