import { type ProveOptions, readOptions, USAGE, UsageError } from './command-line.ts';
import { createProgress } from './progress.ts';
import { prove } from './prove.ts';
import { assertReachable } from './reach.ts';
import { isProven, jsonOf, textOf } from './report.ts';
import { createScope } from './scope.ts';
import { planOf } from './storm/plan.ts';

/* `npm run prove`: the promise, tried on this machine by somebody who does not believe it. */

/** The storm ends then, done or not: with the build before it the command takes less than five minutes. */
const LONGEST_MS = 280_000;
const TICK_MS = 1000;

/** Exit codes of a shell for a process that a signal ended. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The options; undefined if there is nothing to prove. */
const optionsOrExit = async (): Promise<ProveOptions | undefined> => {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options !== 'help') {
      if (options.upstream !== undefined) await assertReachable(options.upstream);
      return options;
    }
    process.stdout.write(`${USAGE}\n`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message} See npm run prove -- --help.\n`);
    process.exitCode = 2;
  }
  return undefined;
};

const run = async (options: ProveOptions): Promise<number> => {
  const begin = Date.now();
  const scope = createScope();
  const progress = createProgress(process.stderr, Date.now);
  const stopping = new AbortController();
  let stoppedWith: number | undefined;
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      stoppedWith ??= code;
      stopping.abort();
    });
  }
  const timer = setInterval(progress.tick, TICK_MS);
  try {
    const plan = planOf(options.alerts, options.periodMs);
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(LONGEST_MS)]);
    const judged = await prove(options, plan, { scope, signal, onEvent: progress.event, onRecord: progress.record });
    if (stoppedWith !== undefined) return stoppedWith;
    progress.clear();
    const report = { plan, upstream: options.upstream, judged, tookMs: Date.now() - begin };
    process.stdout.write(options.json ? jsonOf(report) : textOf(report));
    return isProven(judged) ? 0 : 1;
  } catch (error) {
    if (stoppedWith !== undefined) return stoppedWith; // the signal of a terminal reaches the systems, too
    progress.clear();
    process.stderr.write(`Not proven: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    clearInterval(timer);
    stopping.abort(); // whatever still waits
    await scope.close();
  }
};

const options = await optionsOrExit();
if (options) process.exitCode = await run(options);
