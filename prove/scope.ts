import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the proof leaves on the machine while it runs: processes, folders and servers. */
export interface Scope {
  /** The process is killed when the scope closes. */
  readonly process: <Child extends ChildProcess>(child: Child) => Child;
  /** A new folder, which is removed when the scope closes. */
  readonly folder: () => Promise<string>;
  /** Something else that has to end when the scope closes, after all processes. */
  readonly end: (stop: () => Promise<unknown>) => void;
  /** Ends all of it, and resolves when nothing is left. */
  readonly close: () => Promise<void>;
}

const hasEnded = ({ exitCode, signalCode, pid }: ChildProcess): boolean =>
  pid === undefined || exitCode !== null || signalCode !== null;

/** Kills a process at once, and resolves when it is gone. */
export const killed = async (child: ChildProcess): Promise<void> => {
  if (hasEnded(child)) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
};

export const createScope = (): Scope => {
  const children: ChildProcess[] = [];
  const folders: Promise<string>[] = [];
  const stops: (() => Promise<unknown>)[] = [];
  let isClosed = false;
  return {
    process(child) {
      children.push(child);
      if (isClosed) child.kill('SIGKILL');
      return child;
    },
    folder() {
      const folder = mkdtemp(join(tmpdir(), 'prove-'));
      folders.push(folder);
      return folder;
    },
    end: (stop) => void stops.push(stop),
    async close() {
      isClosed = true;
      await Promise.all(children.map(killed));
      await Promise.all(stops.splice(0).map((stop) => stop()));
      await Promise.all(folders.splice(0).map(async (folder) => rm(await folder, { recursive: true, force: true })));
    },
  };
};
