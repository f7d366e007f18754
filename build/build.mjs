// Bundles each function to dist/<name>/index.mjs and the board's style and script to dist/captures/browser/ (what is deployed),
// and the local system to dist/local/main.mjs.
// Usage: node build/build.mjs [--quiet]
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build } from 'esbuild';
import { BOARD_ASSETS, COMMON, FUNCTION_BUNDLE } from './bundle-options.mjs';

const FUNCTIONS = (await readdir('handlers')).map((file) => basename(file, '.ts'));

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });

const bundleOf = async (name) => {
  const options = { ...FUNCTION_BUNDLE, entryPoints: [`handlers/${name}.ts`], outfile: `dist/${name}/index.mjs` };
  return (await build(options)).metafile;
};

// `lib/operator/board/assets.ts` reads the two beside itself: here, beside the bundle that it is in.
const boardAssets = async () => (await build({ ...BOARD_ASSETS, outdir: 'dist/captures/browser' })).metafile;

const [assets, ...bundles] = await Promise.all([boardAssets(), ...FUNCTIONS.map(bundleOf)]);

const deployed = bundles.map(({ inputs, outputs }, n) => {
  const name = FUNCTIONS[n];
  if (name !== 'captures') return { name, inputs, outputs };
  return { name, inputs: { ...inputs, ...assets.inputs }, outputs: { ...outputs, ...assets.outputs } };
});

// What is deployed of each function, and what went into it: sizes, licenses, the SBOM and the check for newer sources are
// made from it. No part of a deployment.
await Promise.all(
  deployed.map(({ name, ...metafile }) => writeFile(`dist/${name}/metafile.json`, JSON.stringify(metafile))),
);

// The local system only sheds its types: its packages stay where npm put them. It is never deployed.
await build({
  ...COMMON,
  entryPoints: ['local/main.ts', 'local/sandbox.ts'],
  outdir: 'dist/local',
  outExtension: { '.js': '.mjs' },
  target: 'node22',
  packages: 'external',
});

if (!process.argv.includes('--quiet')) {
  for (const { outputs } of deployed) {
    for (const [file, { bytes }] of Object.entries(outputs)) console.log(`${file} ${bytes} bytes`);
  }
}
