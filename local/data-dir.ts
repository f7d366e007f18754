import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface DataDir {
  /** Where the ledger's files are. */
  readonly ledger: string;
  /** The file with the snapshots of the stand-in. */
  readonly snapshots: string;
  readonly stop: () => Promise<void>;
}

/**
 * Opens the folder that outlives the local system, for one process at a time: LevelDB would fail in the middle of things.
 * A folder that is made here is for its owner only: it holds links.
 * A process that was killed leaves its number behind; that is no hindrance once it is gone.
 *
 * @throws Error with one line that says which process has it, or that it cannot be written
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

/** Whatever the file system says of it, the user has to name another folder, or to change this one. */
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
