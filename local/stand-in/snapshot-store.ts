import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { StoredSnapshot } from './snapshots.ts';

/** The snapshots of the stand-in, by id, in the order in which they were created. */
export interface SnapshotStore {
  readonly all: ReadonlyMap<string, StoredSnapshot>;
  readonly add: (snapshot: StoredSnapshot) => void;
}

/**
 * Snapshots in memory, and in a file if one is named, a line of JSON for each: so a link of an earlier run still opens.
 * A snapshot is in the file before its answer leaves, so no link is out that a restart forgets.
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
