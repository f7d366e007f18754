import { readFile } from 'node:fs/promises';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';
import { COMMON, FUNCTION_BUNDLE } from '../build/bundle-options.mjs';

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
  return new URL(`../${outfile}`, import.meta.url).href;
};

/** URL of a function as it is deployed. */
export const built = (name: string): string => new URL(`../dist/${name}/index.mjs`, import.meta.url).href;

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

/** Bytes of a bundle: as it is, gzipped, and as the deployed zip of this one file. */
export const sizesOf = async (url: string) => {
  const bytes = await readFile(new URL(url));
  const name = 'dist/webhook/index.mjs';
  // Local header 30, central directory 46, its end 22, and the name twice.
  const zip = deflateRawSync(bytes, { level: 9 }).length + 30 + 46 + 22 + 2 * name.length;
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, zip };
};
