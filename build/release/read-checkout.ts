import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '../git.ts';
import type { Checkout } from './faults.ts';

/** Reads the input of `releaseFaults` from the files and from Git. */
export const readCheckout = async (root: string): Promise<Checkout> => {
  const read = (file: string) => readFile(join(root, file), 'utf8');
  const { version } = JSON.parse(await read('package.json')) as { readonly version: string };
  const lock = JSON.parse(await read('package-lock.json')) as {
    readonly version?: string;
    readonly packages: Readonly<Record<string, { readonly version?: string }>>;
  };
  return {
    version,
    lockedVersions: [lock.version, lock.packages['']?.version],
    changelog: await read('CHANGELOG.md'),
    readme: await read('README.md'),
    tags: await gitLines(root, 'tag', '--points-at', 'HEAD'),
    changed: await gitLines(root, 'status', '--porcelain'),
  };
};

/** The lines that Git prints; undefined if the folder is no checkout, or the machine has no Git. */
const gitLines = async (root: string, ...args: readonly string[]): Promise<readonly string[] | undefined> =>
  (await git(root, ...args))?.split('\n').flatMap((line) => line.trim() || []);
