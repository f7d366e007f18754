import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FUNCTION_NAMES, type FunctionName } from '../lib/runtime/function-names.ts';
import { readMetafile } from './metafile.ts';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));

/** The scripts that make the bundles. A change in one of them makes every bundle old, too. */
const RECIPE = ['build/build.mjs', 'build/bundle.mjs', 'build/bundle-options.mjs'];

const TO_DO = 'run npm run build, or use npm run deploy.';

/**
 * Checks that the bundles are newer than their sources. osls packages the content of `dist/`, so after `git pull` it
 * would deploy old code.
 *
 * @param root the project's folder
 * @throws Error with one line if a bundle is missing, or older than one of its sources
 */
export const checkBundles = async (root = PROJECT): Promise<void> => {
  for (const name of FUNCTION_NAMES) await checkBundle(root, name);
};

const checkBundle = async (root: string, name: FunctionName): Promise<void> => {
  const builtAt = await modifiedAt(join(root, 'dist', name, 'index.mjs'));
  if (builtAt === undefined) throw new Error(`There are no bundles: ${TO_DO}`);
  const { inputs, outputs } = await readMetafile(root, name);
  for (const file of Object.keys(outputs)) {
    if ((await modifiedAt(join(root, file))) === undefined) throw new Error(`${file} is missing: ${TO_DO}`);
  }
  const files = [...Object.keys(inputs), ...RECIPE];
  const times = await Promise.all(files.map(async (file) => ({ file, at: await modifiedAt(join(root, file)) })));
  for (const { file, at } of times) {
    if (at === undefined) throw new Error(`The bundle of ${name} was made with ${file}, which is gone: ${TO_DO}`);
    if (at > builtAt) throw new Error(`The bundle of ${name} is older than ${file}: ${TO_DO}`);
  }
};

/** When a file was last changed, in epoch milliseconds; undefined if the file does not exist. */
const modifiedAt = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};
