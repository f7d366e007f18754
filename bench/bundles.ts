import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';
import { COMMON, FUNCTION_BUNDLE } from '../build/bundle-options.mjs';
import { readMetafile } from '../build/metafile.ts';
import type { FunctionName } from '../lib/runtime/function-names.ts';

const PROJECT = new URL('../', import.meta.url).href;
const FOLDER = 'dist/bench';

/** Bundles a file, or source text, as the functions are; `name` becomes its file's. Returns its URL. */
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

/** URL of a function's module as it is deployed. */
export const built = (name: string): string => `${PROJECT}dist/${name}/index.mjs`;

/** URLs of the files that lie beside the module of a function and are deployed with it: the board's style and script. */
export const builtBeside = async (name: FunctionName): Promise<string[]> => {
  const { outputs } = await readMetafile(fileURLToPath(PROJECT), name);
  const urls = Object.keys(outputs).map((file) => `${PROJECT}${file}`);
  return urls.filter((url) => url !== built(name));
};

/** With the SDK's whole chain of credential providers in it, as it comes. */
export const WITH_CHAIN: BuildOptions = { alias: {} };

/** Only its types are shed; the packages are found in node_modules when it runs. */
export const UNBUNDLED: BuildOptions = {
  ...COMMON,
  minify: false,
  alias: {},
  banner: {},
  packages: 'external',
};

/** Bytes of all of some files: as they are, gzipped, and as the deployed zip of them. */
export const sizesOf = async (...urls: readonly string[]) => {
  const sizes = { raw: 0, gzip: 0, zip: 22 }; // the end of the zip's central directory
  for (const url of urls) {
    const bytes = await readFile(new URL(url));
    const name = url.slice(PROJECT.length);
    sizes.raw += bytes.length;
    sizes.gzip += gzipSync(bytes, { level: 9 }).length;
    // Local header 30, central directory 46, and the name twice.
    sizes.zip += deflateRawSync(bytes, { level: 9 }).length + 30 + 46 + 2 * name.length;
  }
  return sizes;
};
