import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';
import { BOARD_ASSETS, COMMON, FUNCTION_BUNDLE } from '../build/bundle-options.mjs';
import { readMetafile } from '../build/metafile.ts';
import type { FunctionName } from '../lib/runtime/function-names.ts';

const PROJECT = new URL('../', import.meta.url).href;
const FOLDER = 'dist/bench';

/** Bundles a file or a source text with the options of the functions, as `name`.mjs. Returns the URL of the bundle. */
export const bundle = async (
  name: string,
  source: { readonly file: string } | { readonly text: string },
  changes: BuildOptions = {},
): Promise<string> => {
  const outfile = `${FOLDER}/${name}.mjs`;
  const from: BuildOptions =
    'file' in source ? { entryPoints: [source.file] } : { stdin: { contents: source.text, resolveDir: '.' } };
  await build({ ...FUNCTION_BUNDLE, ...from, ...changes, outfile });
  return `${PROJECT}${outfile}`;
};

/** The board's style and script, beside the bundles: one that has the operator API in it reads them. */
export const bundleBoardAssets = async (): Promise<void> => {
  await build({ ...BOARD_ASSETS, outdir: `${FOLDER}/browser` });
};

/** URL of a function's module as it is deployed. */
export const built = (name: string): string => `${PROJECT}dist/${name}/index.mjs`;

/** The URLs of the files that are deployed beside a function's module, such as the board's style and script. */
export const builtBeside = async (name: FunctionName): Promise<string[]> => {
  const { outputs } = await readMetafile(fileURLToPath(PROJECT), name);
  const urls = Object.keys(outputs).map((file) => `${PROJECT}${file}`);
  return urls.filter((url) => url !== built(name));
};

/** Keeps all of the AWS SDK: its chain of credential providers, and its code for event streams. */
export const AS_IT_COMES: BuildOptions = { alias: {} };

/** Only removes types. The packages are loaded from node_modules at run time. */
export const UNBUNDLED: BuildOptions = {
  ...COMMON,
  minify: false,
  alias: {},
  banner: {},
  packages: 'external',
};

/** The size of some files together in bytes: raw, gzipped, and in the zip that is deployed. */
export const sizesOf = async (...urls: readonly string[]) => {
  const sizes = { raw: 0, gzip: 0, zip: 22 }; // a zip ends with a record of 22 bytes
  for (const url of urls) {
    const bytes = await readFile(new URL(url));
    const name = url.slice(PROJECT.length);
    sizes.raw += bytes.length;
    sizes.gzip += gzipSync(bytes, { level: 9 }).length;
    // Each file of a zip has a local header (30 bytes), an entry in the central directory (46), and its name twice.
    sizes.zip += deflateRawSync(bytes, { level: 9 }).length + 30 + 46 + 2 * name.length;
  }
  return sizes;
};
