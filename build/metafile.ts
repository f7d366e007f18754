import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Metafile } from 'esbuild';
import type { FunctionName } from '../lib/runtime/function-names.ts';

/** The deployed files of a function, from the last build. */
export interface Bundle {
  /** The size of all its files: the module, and the files that the module reads at run time. */
  readonly bytes: number;
  /** Sources with code in the bundle, as paths from the project's folder, without those that tree shaking removed. */
  readonly files: readonly string[];
}

/**
 * Reads esbuild's metafile of a function. Its paths start at the project's folder.
 *
 * @param root the project's folder
 * @throws Error if there are no bundles
 */
export const readMetafile = async (root: string, name: FunctionName): Promise<Metafile> => {
  const text = await readFile(join(root, 'dist', name, 'metafile.json'), 'utf8').catch((cause: unknown) => {
    throw new Error('There are no bundles. Run npm run build first.', { cause });
  });
  return JSON.parse(text);
};

/** Reads the content of a function's bundle; throws as `readMetafile` does. */
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
 * Reads the deployed files of a function, by their path in its folder of `dist/`; throws as `readMetafile` does.
 *
 * @param root the project's folder
 */
export const readDeployed = async (root: string, name: FunctionName): Promise<Record<string, Uint8Array>> => {
  const { outputs } = await readMetafile(root, name);
  const read = async (file: string) =>
    [posix.relative(`dist/${name}`, file), await readFile(join(root, file))] as const;
  return Object.fromEntries(await Promise.all(Object.keys(outputs).map(read)));
};

/** The folder of a file's package, the innermost of nested packages; undefined for files of this project. */
export const packagePathOf = (file: string): string | undefined =>
  /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
