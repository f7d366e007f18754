import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Metafile } from 'esbuild';
import type { FunctionName } from '../lib/runtime/function-names.ts';

/** What is deployed of a function, as build/build.mjs made it last. */
export interface Bundle {
  /** Size of all of its files: the module, and those that it reads. */
  readonly bytes: number;
  /** Sources with bytes in it, from the project's folder: what was read and then shaken out is not deployed. */
  readonly files: readonly string[];
}

/**
 * Reads what esbuild said of the files that are deployed of a function; files are named from the project's folder.
 *
 * @param root the project's folder
 * @throws where the bundles were not built
 */
export const readMetafile = async (root: string, name: FunctionName): Promise<Metafile> => {
  const text = await readFile(join(root, 'dist', name, 'metafile.json'), 'utf8').catch((cause: unknown) => {
    throw new Error('There are no bundles. Run npm run build first.', { cause });
  });
  return JSON.parse(text);
};

/** Reads what is in the bundle of a function; throws as `readMetafile` does. */
export const readBundle = async (root: string, name: FunctionName): Promise<Bundle> => {
  const { outputs } = await readMetafile(root, name);
  const made = Object.values(outputs);
  if (made.length === 0) throw new Error(`The metafile of ${name} names no bundle. Run npm run build again.`);
  const files = made.flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  return { bytes: made.reduce((sum, { bytes }) => sum + bytes, 0), files };
};

/**
 * Reads the files that are deployed of a function, by their path in its folder of `dist/`; throws as `readMetafile` does.
 *
 * @param root the project's folder
 */
export const readDeployed = async (root: string, name: FunctionName): Promise<Record<string, Uint8Array>> => {
  const { outputs } = await readMetafile(root, name);
  const read = async (file: string) =>
    [posix.relative(`dist/${name}`, file), await readFile(join(root, file))] as const;
  return Object.fromEntries(await Promise.all(Object.keys(outputs).map(read)));
};

/** Where npm put the package of a file, the innermost where they are nested; undefined for the project's own. */
export const packagePathOf = (file: string): string | undefined =>
  /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
