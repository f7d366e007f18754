import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import { build, stop } from 'esbuild';
import { BOARD_ASSETS, COMMON, FUNCTION_BUNDLE } from './bundle-options.mjs';

const DIST = 'dist';

/** In memory first: a build that fails leaves the bundles of the one before, which a running system still loads. */
const inMemory = (options) => build({ ...options, write: false });

const functionBundle = (name) =>
  inMemory({ ...FUNCTION_BUNDLE, entryPoints: [`handlers/${name}.ts`], outfile: `${DIST}/${name}/index.mjs` });

// `lib/operator/board/assets.ts` reads the two beside itself: here, beside the bundle that it is in.
const boardAssets = () => inMemory({ ...BOARD_ASSETS, outdir: `${DIST}/captures/browser` });

// The local system only sheds its types: its packages stay where npm put them. It is never deployed.
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
 * What is deployed of a function, and what went into it: sizes, licenses, the SBOM and the check for newer sources are made
 * from it. No part of a deployment.
 */
const metafileOf = (name, { inputs, outputs }, assets) =>
  name === 'captures'
    ? { inputs: { ...inputs, ...assets.inputs }, outputs: { ...outputs, ...assets.outputs } }
    : { inputs, outputs };

/**
 * Bundles each function to dist/<name>/index.mjs and the board's style and script to dist/captures/browser/ (what is
 * deployed), and the local system to dist/local/main.mjs. Reads and writes below the current folder.
 *
 * @returns what is deployed: files, and their sizes in bytes
 * @throws what `whyNotBuilt` puts into one line
 */
export const bundle = async () => {
  const names = (await readdir('handlers')).map((file) => basename(file, '.ts'));
  const [local, assets, ...functions] = await Promise.all([localSystem(), boardAssets(), ...names.map(functionBundle)]);
  await stop(); // esbuild's process would live as long as this one
  const metafiles = names.map((name, n) => metafileOf(name, functions[n].metafile, assets.metafile));
  await replaceFolder(DIST, [
    ...[local, assets, ...functions].flatMap(({ outputFiles }) =>
      outputFiles.map(({ path, contents }) => ({ path: relative(DIST, path), contents })),
    ),
    ...metafiles.map((metafile, n) => ({ path: `${names[n]}/metafile.json`, contents: JSON.stringify(metafile) })),
  ]);
  return metafiles.flatMap(({ outputs }) => Object.entries(outputs).map(([file, { bytes }]) => ({ file, bytes })));
};

/** Puts files into a folder in place of what is there. */
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

/** A failed build in one line. esbuild has already written what is wrong with the sources, each fault with its place. */
export const whyNotBuilt = (error) =>
  Array.isArray(error.errors)
    ? `Nothing was built: ${error.errors.length} ${error.errors.length === 1 ? 'fault' : 'faults'}, see above.`
    : error.message;
