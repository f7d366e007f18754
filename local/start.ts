import { setTimeout as sleep } from 'node:timers/promises';

/*
 * `npm start`: builds, then runs the local system in this process, or with `--watch` in a process that restarts
 * whenever a source changes. Ctrl-C must work from the first moment, so all other modules are imported after the
 * handlers are set.
 */

const end = (): never => process.exit(0);
process.on('SIGINT', end);
process.on('SIGTERM', end);

const args = process.argv.slice(2);
const isQuiet = !process.stdout.isTTY || args.includes('--json');
const CLEAR_LINE = '\r\x1b[K';

const build = async (): Promise<void> => {
  const { bundle } = await import('../build/bundle.mjs');
  if (!isQuiet) process.stdout.write('Building …');
  try {
    await bundle();
  } finally {
    if (!isQuiet) process.stdout.write(CLEAR_LINE);
  }
};

const start = async (): Promise<void> => {
  await build();
  if (args.includes('--watch') && !args.includes('--help')) {
    const { watch } = await import('./watch/watch.ts');
    await watch(args.filter((arg) => arg !== '--watch'));
  } else {
    await import(new URL('../dist/local/main.mjs', import.meta.url).href);
  }
};

try {
  await start();
} catch (error) {
  // Ctrl-C ends esbuild's process, too. Its failure may arrive before this process gets the signal.
  await sleep(100);
  const { whyNotBuilt } = await import('../build/bundle.mjs');
  process.stderr.write(`${whyNotBuilt(error)}\n`);
  process.exit(1);
}
