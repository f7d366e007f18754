import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { coldStart } from './cold-start.ts';
import { imports } from './imports.ts';
import { memory } from './memory.ts';
import { sizes } from './sizes.ts';
import { tableOf, writeTable } from './table.ts';
import { webhook } from './webhook.ts';
import { worker } from './worker.ts';

/* `npm run bench`: runs all benches of docs/performance.md, or the named ones, one after the other. */

const BENCHES: Readonly<Record<string, Bench>> = {
  'cold-start': coldStart,
  imports,
  sizes,
  webhook,
  worker,
  memory,
};

const USAGE = `Usage: npm run bench [-- OPTIONS]

  --only NAME,…  only these: ${Object.keys(BENCHES).join(', ')}
  --quick        a few rounds, which show that the benches run, but measure nothing
  --write        put the tables into docs/performance.md
  --help         show this

Raw results go to bench-results/. The storms are a bench of their own: npm run bench:storm.`;

const DOCUMENT = 'docs/performance.md';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(BENCHES).join(',') },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const MACHINE = `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} x ${cpus()[0]?.model}`;
const load = (): string => (loadavg()[0] ?? 0).toFixed(1);

const run = async (benches: readonly (readonly [name: string, bench: Bench])[]): Promise<void> => {
  await mkdir('bench-results', { recursive: true });
  const loads = [load()];
  for (const [name, bench] of benches) {
    process.stderr.write(`${name} …\n`);
    const progress = (what: string) => void process.stderr.write(`  ${what}\n`);
    const { tables, raw } = await bench({ quick: options.quick, progress });
    for (const { name: marker, header, rows } of tables) {
      const table = tableOf(header, rows);
      process.stdout.write(`\n${marker}\n${table}\n`);
      if (options.write) await writeTable(DOCUMENT, marker, table);
    }
    const file = `bench-results/${name}.json`;
    loads.push(load());
    const record = {
      name,
      quick: options.quick,
      machine: MACHINE,
      loads: loads.slice(-2),
      at: new Date(),
      tables,
      raw,
    };
    await writeFile(file, JSON.stringify(record, undefined, 1));
    process.stderr.write(`  raw results: ${file}\n`);
  }
  const today = new Date().toISOString().slice(0, 10);
  const line = `Written on ${today} (${benches.map(([name]) => name).join(', ')}): ${MACHINE}; load before and after each ${loads.join(', ')}.`;
  if (options.write) await writeTable(DOCUMENT, 'machine', line);
};

const names = options.only.split(',');
const unknown = names.filter((name) => BENCHES[name] === undefined);
if (options.help) process.stdout.write(`${USAGE}\n`);
else if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}. There are ${Object.keys(BENCHES).join(', ')}.\n`);
  process.exitCode = 1;
} else await run(names.flatMap((name) => (BENCHES[name] ? [[name, BENCHES[name]] as const] : [])));
