import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface DataDir {
  /** The folder with the ledger's files. */
  readonly ledger: string;
  /** The file with the snapshots of the stand-in. */
  readonly snapshots: string;
  readonly stop: () => Promise<void>;
}

/**
 * Opens DATA_DIR, the folder that keeps data over restarts, for one process at a time: a second process would make
 * LevelDB fail at some later moment. Only the owner can read a new folder, because it holds links. A killed process
 * leaves its process id in the folder, which no longer counts.
 *
 * @throws Error with one line that says which process uses the folder, or that the folder cannot be written
 */
export const openDataDir = async (folder: string): Promise<DataDir> => {
  const pidFile = join(folder, 'pid');
  await orSayUnusable(folder, mkdir(folder, { recursive: true, mode: 0o700 }));
  const holder = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new Error(`DATA_DIR ${folder} is in use by process ${holder}. Stop that one, or choose another folder.`);
  }
  await orSayUnusable(folder, writeFile(pidFile, String(process.pid)));
  const [ledger, snapshots] = [join(folder, 'ledger'), join(folder, 'snapshots.jsonl')];
  return { ledger, snapshots, stop: () => rm(pidFile, { force: true }) };
};

/** Turns any error of the file system into one line. For all of them, the user must choose or change a folder. */
const orSayUnusable = async (folder: string, work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (cause) {
    throw new Error(`DATA_DIR ${folder} is not a folder that can be written.`, { cause });
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
