import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, whyNotBuilt } from '../../build/bundle.mjs';
import { readOptions } from '../options.ts';
import { createRestarts, type Running } from './restarts.ts';
import { watchSources } from './sources.ts';

const MAIN = fileURLToPath(new URL('../../dist/local/main.mjs', import.meta.url));

/**
 * `npm start -- --watch`: runs the system in a separate process, and restarts it after each change of a source that can
 * be built. The port stays the same. The ledger stays, too: in DATA_DIR, or in a folder that is deleted at the end.
 *
 * @throws Error with one sentence if the arguments are wrong
 */
export const watch = async (args: readonly string[]): Promise<void> => {
  readOptions([...args, '--watch']);
  const ownFolder = process.env['DATA_DIR'] ? undefined : await mkdtemp(join(tmpdir(), 'local-system-'));
  let port = process.env['PORT'];
  let child: ChildProcess | undefined;
  let isWanted = true;

  const end = async (exitCode: number): Promise<never> => {
    if (ownFolder !== undefined) await rm(ownFolder, { recursive: true, force: true });
    process.exit(exitCode);
  };

  const start = (): Running => {
    const isRestart = child !== undefined;
    const env = { ...process.env, ...(port && { PORT: port }), ...(ownFolder && { DATA_DIR: ownFolder }) };
    const started = fork(MAIN, isRestart ? [...args, '--restarted'] : [...args], { env, execArgv: [] });
    child = started;
    const gone = once(started, 'exit');
    started.on('message', (message) => {
      port = new URL((message as { url: string }).url).port;
    });
    const stop = async (): Promise<void> => {
      isWanted = false;
      started.kill('SIGTERM');
      await gone;
      isWanted = true;
    };
    started.once('exit', (code) => {
      if (!isWanted || code === 0) return;
      if (!isRestart) void end(code ?? 1);
      else process.stderr.write('The system has ended. It starts again with the next change.\n');
    });
    return { stop };
  };

  const restarts = createRestarts({
    build: async () => void (await bundle()),
    start,
    onBuildFailure: (error) => process.stderr.write(`${whyNotBuilt(error)}\n`),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(signal);
    process.once(signal, () => void restarts.stop().then(() => end(0)));
    process.on(signal, () => undefined); // ignores further signals: one Ctrl-C arrives twice, from the terminal and from npm
  }
  watchSources(() => void restarts.changed());
};
