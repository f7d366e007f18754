import { readDeployment } from '../infra/deployment/read-deployment.ts';
import { type Bench, times } from './bench.ts';
import { built, bundle } from './bundles.ts';
import { aManualRequest, aTick, aWebhookEvent, wakesOf } from './events.ts';
import { createUpkeep } from './ledger-upkeep.ts';
import { runProbe } from './probe.ts';
import { interleave, median } from './quantile.ts';
import { withSurroundings } from './surroundings.ts';

interface Memory {
  readonly loadedKb: number;
  readonly peakKb: number;
}

const BURST = 500;
/** Events in flight at once. */
const AT_ONCE = 10;

const many = <T>(make: () => T): T[] => Array.from({ length: BURST }, make);
const megabytes = (kb: number): string => (kb / 1024).toFixed(0);

/** Peak memory over 500 events, 10 at once in one process. A Lambda environment handles only one at a time. */
export const memory: Bench = async ({ quick, progress }) => {
  const { functions, eventSource } = readDeployment();
  const { batchSize } = eventSource;
  const memoryMb = Math.min(...Object.values(functions).map((facts) => facts.memoryMb));
  const empty = await bundle('empty', { file: 'bench/candidates/empty.ts' });
  const samples = await withSurroundings({}, async ({ environment, directDynamo }) => {
    const { clear, addCapture } = createUpkeep(directDynamo, environment);
    const measure = (url: string, events: () => object[] | Promise<object[]>) => async () => {
      await clear();
      return runProbe<Memory>('probes/memory.mjs', environment, {
        bundle: url,
        events: await events(),
        atOnce: AT_ONCE,
      });
    };
    const rounds = quick ? 1 : 5;
    progress(`${BURST} each, ${rounds} rounds`);
    return interleave(
      {
        'empty handler': measure(empty, () => many(() => ({}))),
        webhook: measure(built('webhook'), () => many(aWebhookEvent)),
        captures: measure(built('captures'), () => many(aManualRequest)),
        schedule: measure(built('schedule'), () => many(aTick)),
        worker: measure(built('worker'), async () => {
          const ids = await Promise.all(many(addCapture));
          return Array.from({ length: Math.ceil(BURST / batchSize) }, (_, n) =>
            wakesOf(ids.slice(n * batchSize, (n + 1) * batchSize)),
          );
        }),
      },
      { rounds, warmUp: 0 },
    );
  });
  const rows = Object.entries(samples).map(([name, found]) => {
    const peak = median(found.map(({ peakKb }) => peakKb));
    return [
      name,
      megabytes(median(found.map(({ loadedKb }) => loadedKb))),
      megabytes(peak),
      times(peak / (memoryMb * 1024)),
    ];
  });
  const header = ['function', 'loaded, MB', `peak over ${BURST}, MB`, `x memorySize (${memoryMb} MB)`];
  return { tables: [{ name: 'memory', header, rows }], raw: samples };
};
