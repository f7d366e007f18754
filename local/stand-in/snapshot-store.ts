import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { StoredSnapshot } from './snapshots.ts';

/** The snapshots of the stand-in, by id, in the order in which they were created. */
export interface SnapshotStore {
  readonly all: ReadonlyMap<string, StoredSnapshot>;
  readonly add: (snapshot: StoredSnapshot) => void;
}

/**
 * Keeps snapshots in memory, and also in `file` if one is given, as one line of JSON each, so that links of earlier
 * runs still open. A snapshot is written before its answer is sent, so a restart forgets no link.
 *
 * @throws Error with one line if the file cannot be read
 */
export const openSnapshotStore = (file?: string): SnapshotStore => {
  const all = new Map(file === undefined ? [] : readSnapshots(file).map((snapshot) => [snapshot.id, snapshot]));
  return {
    all,
    add: (snapshot) => {
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(snapshot)}\n`, { mode: 0o600 });
      all.set(snapshot.id, snapshot);
    },
  };
};

const readSnapshots = (file: string): StoredSnapshot[] => {
  if (!existsSync(file)) return [];
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as StoredSnapshot);
  } catch (cause) {
    throw new Error(`${file} cannot be read. Choose another DATA_DIR, or remove this file: its links end.`, { cause });
  }
};
