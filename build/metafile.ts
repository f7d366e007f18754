import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import type { FunctionName } from '../lib/runtime/function-names.ts';

/** A function's bundle as build/build.mjs made it last. */
export interface Bundle {
  /** Its size. */
  readonly bytes: number;
  /** Files with bytes in it, from the project's folder: what was read and then shaken out is not deployed. */
  readonly files: readonly string[];
}

/**
 * Reads what esbuild said of the bundle of a function; files are named from the project's folder.
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
  const [output] = Object.values(outputs);
  if (output === undefined) throw new Error(`The metafile of ${name} names no bundle. Run npm run build again.`);
  const files = Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []));
  return { bytes: output.bytes, files };
};

/** Where npm put the package of a file, the innermost where they are nested; undefined for the project's own. */
export const packagePathOf = (file: string): string | undefined =>
  /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
