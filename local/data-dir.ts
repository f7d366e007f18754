import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface DataDir {
  /** Where the ledger's files are. */
  readonly ledger: string;
  readonly stop: () => Promise<void>;
}

/**
 * Opens the folder that outlives the local system, for one process at a time: LevelDB would fail in the middle of things.
 * A process that was killed leaves its number behind; that is no hindrance once it is gone.
 *
 * @throws Error with one line that says which process has it
 */
export const openDataDir = async (folder: string): Promise<DataDir> => {
  await mkdir(folder, { recursive: true });
  const pidFile = join(folder, 'pid');
  const holder = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new Error(`DATA_DIR ${folder} is in use by process ${holder}. Stop that one, or choose another folder.`);
  }
  await writeFile(pidFile, String(process.pid));
  return { ledger: join(folder, 'ledger'), stop: () => rm(pidFile, { force: true }) };
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
