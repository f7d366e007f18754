import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';

/** The functions of serverless.yml, as build.mjs bundles them. */
export const FUNCTIONS = ['captures', 'schedule', 'webhook', 'worker'];

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
  /** Licence and notice files that cover what is bundled, by path, sorted. */
  readonly legalFiles: readonly string[];
}

const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
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
  for (const name of FUNCTIONS) {
    for (const file of await readBundledFiles(root, name)) {
      const path = PACKAGE_FOLDER.exec(file)?.[0];
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

/** Files with bytes in the bundle: what was read and then shaken out is not deployed. */
const readBundledFiles = async (root: string, functionName: string): Promise<string[]> => {
  const text = await readFile(join(root, 'dist', functionName, 'metafile.json'), 'utf8').catch((cause: unknown) => {
    throw new Error('There are no bundles. Run npm run build first.', { cause });
  });
  const { outputs }: Metafile = JSON.parse(text);
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
};

/** The folders from a package's own down to a file's: code that a package took over has its licence beside it. */
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
