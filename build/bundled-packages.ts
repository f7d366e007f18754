import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FUNCTION_NAMES } from '../lib/runtime/function-names.ts';
import { packagePathOf, readBundle } from './metafile.ts';

/** A package of which at least one byte is deployed. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX id as its package.json says; blank where it says none. */
  readonly license: string;
  /** Where npm put it: its key in package-lock.json. */
  readonly path: string;
  /** Functions that have it in their bundle, sorted. */
  readonly functions: readonly string[];
  /** License and notice files that cover what is bundled, by path, sorted. */
  readonly legalFiles: readonly string[];
}

const LEGAL_FILE = /^(?:licen[cs]e|copying|notice)(?:-\w+)?(?:\.(?:md|txt))?$/i;

/**
 * The packages that esbuild put into the four bundles, sorted by path: not what package.json asks for, but what is deployed.
 *
 * @param root the project's folder
 * @throws where the bundles were not built
 */
export const readBundledPackages = async (root: string): Promise<BundledPackage[]> => {
  const functionsOf = new Map<string, Set<string>>();
  const foldersOf = new Map<string, Set<string>>();
  for (const name of FUNCTION_NAMES) {
    for (const file of (await readBundle(root, name)).files) {
      const path = packagePathOf(file);
      if (path === undefined) continue; // the project's own
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

/** The folders from a package's own down to a file's: code that a package took over has its license beside it. */
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
