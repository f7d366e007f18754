import { readDeployment } from '../infra/deployment/read-deployment.ts';
import { type Bench, ms, times } from './bench.ts';
import { built, bundle, bundleBoardAssets, UNBUNDLED, AS_IT_COMES } from './bundles.ts';
import { type CpuQuota, withCpuQuota } from './cpu-quota.ts';
import { aManualRequest, aTick, aWebhookEvent, wakesOf } from './events.ts';
import { createUpkeep } from './ledger-upkeep.ts';
import { runProbe } from './probe.ts';
import { interleave, median } from './quantile.ts';
import { withSurroundings } from './surroundings.ts';

/*
 * Measures the time from the start of the process to the first answer. Compares this project with the AWS SDK alone,
 * and with the common way to package functions.
 */

interface ColdStart {
  /** Loading the bundle, and all that it does while it loads. */
  readonly importMs: number;
  /** The first event, with the CPU of the memory size. */
  readonly eventMs: number;
  readonly answerMs: number;
  /** CPU time of all threads. Other work on the machine hardly changes it. */
  readonly cpuMs: number;
}

const FUNCTIONS = {
  webhook: { bare: 'bare-clients', event: async () => aWebhookEvent() },
  captures: { bare: 'bare-clients', event: async () => aManualRequest() },
  schedule: { bare: 'bare-clients-schedule', event: async () => aTick() },
  worker: {
    bare: 'bare-clients-worker',
    event: async ({ addCapture }: ReturnType<typeof createUpkeep>) => wakesOf([await addCapture()]),
  },
};

const EMPTY = 'empty handler';
const LABELS = {
  ours: 'this project',
  bare: 'bare AWS SDK clients, our bundling',
  chain: 'bare AWS SDK clients, bundled as they come',
  bundled: 'the common way, bundled',
  common: 'the common way, unbundled',
};
type Kind = keyof typeof LABELS;

export const coldStart: Bench = (options) => {
  const sizes = Object.values(readDeployment().functions).map(({ memoryMb }) => memoryMb);
  return withCpuQuota(Math.min(...sizes), (quota) => measureAll(quota, options));
};

const measureAll = async (
  quota: CpuQuota | undefined,
  { quick, progress }: Parameters<Bench>[0],
): ReturnType<Bench> => {
  const file = (name: string) => ({ file: `bench/candidates/${name}.ts` });
  const empty = await bundle('empty', file('empty'));
  await bundleBoardAssets();
  const bundled = await bundle('all-in-one', file('all-in-one'), AS_IT_COMES);
  const common = await bundle('all-in-one-unbundled', file('all-in-one'), UNBUNDLED);
  const kinds = Object.keys(LABELS) as Kind[];
  progress(quota === undefined ? 'no control group may be made here: no CPU quota' : 'CPU quota after import');

  const samples = await withSurroundings({}, async ({ environment, directDynamo }) => {
    const upkeep = createUpkeep(directDynamo, environment);
    const measure = (url: string, name: string, event: object) =>
      runProbe<ColdStart>(
        'probes/cold-start.mjs',
        { ...environment, FUNCTION_NAME: name },
        { bundle: url, event, quota },
      );
    const candidates: Record<string, () => Promise<ColdStart>> = { [EMPTY]: () => measure(empty, '', {}) };
    for (const [name, { bare, event }] of Object.entries(FUNCTIONS)) {
      const bundles: Record<Kind, string> = {
        ours: built(name),
        bare: await bundle(bare, file(bare)),
        chain: await bundle(`${bare}-chain`, file(bare), AS_IT_COMES),
        bundled,
        common,
      };
      for (const kind of kinds) {
        candidates[`${name} ${kind}`] = async () => {
          await upkeep.clear();
          return measure(bundles[kind], name, await event(upkeep));
        };
      }
    }
    const rounds = quick ? 5 : 25;
    progress(`${Object.keys(candidates).length} candidates, ${rounds} rounds`);
    return interleave(candidates, { rounds, warmUp: 2 });
  });

  const of = (field: keyof ColdStart, name: string): number =>
    median((samples[name] ?? []).map((sample) => sample[field]));
  const ratio = (field: keyof ColdStart, name: string, to: string): string => times(of(field, name) / of(field, to));
  const row = (name: string, by: string, candidate: string, bare: string): string[] => [
    name,
    by,
    ms(of('importMs', candidate)),
    ms(of('eventMs', candidate)),
    ms(of('answerMs', candidate)),
    ratio('answerMs', candidate, bare),
    ms(of('cpuMs', candidate)),
    ratio('cpuMs', candidate, bare),
  ];
  const rows = Object.keys(FUNCTIONS).flatMap((name) =>
    kinds.map((kind) => row(name, LABELS[kind], `${name} ${kind}`, `${name} bare`)),
  );
  const header = [
    'function',
    'as',
    'import, ms',
    quota === undefined ? 'first event, without a CPU quota, ms' : 'first event, ms',
    'first answer, ms',
    'x bare clients',
    'CPU, ms',
    'x bare clients, CPU',
  ];
  return {
    tables: [{ name: 'cold-start', header, rows: [row('–', EMPTY, EMPTY, 'webhook bare'), ...rows] }],
    raw: samples,
  };
};
