import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import { build, stop } from 'esbuild';
import { BOARD_ASSETS, COMMON, FUNCTION_BUNDLE } from './bundle-options.mjs';

const DIST = 'dist';

/** Builds in memory first, so that a failed build keeps the previous bundles, which a running system still loads. */
const inMemory = (options) => build({ ...options, write: false });

const functionBundle = (name) =>
  inMemory({ ...FUNCTION_BUNDLE, entryPoints: [`handlers/${name}.ts`], outfile: `${DIST}/${name}/index.mjs` });

// `lib/operator/board/assets.ts` reads both files from a folder beside its own module, which is this bundle.
const boardAssets = () => inMemory({ ...BOARD_ASSETS, outdir: `${DIST}/captures/browser` });

// The local system is never deployed. Its bundle only loses the types, and loads packages from node_modules.
const localSystem = () =>
  inMemory({
    ...COMMON,
    entryPoints: ['local/main.ts', 'local/sandbox.ts'],
    outdir: `${DIST}/local`,
    outExtension: { '.js': '.mjs' },
    target: 'node22',
    packages: 'external',
  });

/**
 * Describes the deployed files of a function and their sources. The sizes, the licenses, the SBOM and the check for
 * newer sources read it. It is not deployed.
 */
const metafileOf = (name, { inputs, outputs }, assets) =>
  name === 'captures'
    ? { inputs: { ...inputs, ...assets.inputs }, outputs: { ...outputs, ...assets.outputs } }
    : { inputs, outputs };

/**
 * Bundles each function to dist/<name>/index.mjs, the board's style and script to dist/captures/browser/, and the local
 * system, which is not deployed, to dist/local/. Reads and writes below the current folder.
 *
 * @returns the deployed files, with their sizes in bytes
 * @throws an error that `whyNotBuilt` turns into one line
 */
export const bundle = async () => {
  const names = (await readdir('handlers')).map((file) => basename(file, '.ts'));
  const [local, assets, ...functions] = await Promise.all([localSystem(), boardAssets(), ...names.map(functionBundle)]);
  await stop(); // otherwise esbuild's process keeps running
  const metafiles = names.map((name, n) => metafileOf(name, functions[n].metafile, assets.metafile));
  await replaceFolder(DIST, [
    ...[local, assets, ...functions].flatMap(({ outputFiles }) =>
      outputFiles.map(({ path, contents }) => ({ path: relative(DIST, path), contents })),
    ),
    ...metafiles.map((metafile, n) => ({ path: `${names[n]}/metafile.json`, contents: JSON.stringify(metafile) })),
  ]);
  return metafiles.flatMap(({ outputs }) => Object.entries(outputs).map(([file, { bytes }]) => ({ file, bytes })));
};

/** Replaces the content of a folder by files. */
export const replaceFolder = async (folder, files) => {
  try {
    await rm(folder, { recursive: true, force: true });
    for (const { path, contents } of files) {
      await mkdir(dirname(`${folder}/${path}`), { recursive: true });
      await writeFile(`${folder}/${path}`, contents);
    }
  } catch (cause) {
    throw new Error(`${folder}/ cannot be written (${cause.code}). Change its rights or its owner, or remove it.`, {
      cause,
    });
  }
};

/** A failed build in one line. esbuild itself has already printed each fault in the sources, with file and line. */
export const whyNotBuilt = (error) =>
  Array.isArray(error.errors)
    ? `Nothing was built: ${error.errors.length} ${error.errors.length === 1 ? 'fault' : 'faults'}, see above.`
    : error.message;
