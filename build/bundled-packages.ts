import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FUNCTION_NAMES } from '../lib/runtime/function-names.ts';
import { packagePathOf, readBundle } from './metafile.ts';

/** A package with at least one byte in a deployed bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** The SPDX id in its package.json; empty if it has none. */
  readonly license: string;
  /** Its folder, which is its key in package-lock.json. */
  readonly path: string;
  /** The functions whose bundles contain the package, sorted. */
  readonly functions: readonly string[];
  /** The paths of the license and notice files that cover the bundled code, sorted. */
  readonly legalFiles: readonly string[];
}

const LEGAL_FILE = /^(?:licen[cs]e|copying|notice)(?:-\w+)?(?:\.(?:md|txt))?$/i;

/**
 * Reads which packages are in the four bundles, sorted by path. The result is what is deployed, which is less than
 * package.json names.
 *
 * @param root the project's folder
 * @throws Error if there are no bundles
 */
export const readBundledPackages = async (root: string): Promise<BundledPackage[]> => {
  const functionsOf = new Map<string, Set<string>>();
  const foldersOf = new Map<string, Set<string>>();
  for (const name of FUNCTION_NAMES) {
    for (const file of (await readBundle(root, name)).files) {
      const path = packagePathOf(file);
      if (path === undefined) continue; // a file of this project
      functionsOf.set(path, (functionsOf.get(path) ?? new Set()).add(name));
      foldersOf.set(path, new Set([...(foldersOf.get(path) ?? []), ...foldersDownTo(file, path)]));
    }
  }
  return Promise.all(
    [...functionsOf.keys()].toSorted().map(async (path) => {
      const { name, version, license = '' } = JSON.parse(await readFile(join(root, path, 'package.json'), 'utf8'));
      const functions = [...(functionsOf.get(path) ?? [])].toSorted();
      return {
        name,
        version,
        license,
        path,
        functions,
        legalFiles: await legalFilesIn(root, foldersOf.get(path) ?? []),
      };
    }),
  );
};

/** The folders from a package down to a file. Code that a package copied from elsewhere has its license beside it. */
const foldersDownTo = (file: string, path: string): string[] => {
  const folder = dirname(file);
  return folder === path ? [path] : [...foldersDownTo(folder, path), folder];
};

const legalFilesIn = async (root: string, folders: Iterable<string>): Promise<string[]> => {
  const found = await Promise.all(
    [...folders].map(async (folder) =>
      (await readdir(join(root, folder))).filter((file) => LEGAL_FILE.test(file)).map((file) => `${folder}/${file}`),
    ),
  );
  return found.flat().toSorted();
};
