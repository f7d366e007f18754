// Bundles each function to dist/<name>/index.mjs (what is deployed) and the local system to dist/local/main.mjs.
// Usage: node build.mjs [--quiet]
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { COMMON, FUNCTION_BUNDLE } from './bundle-options.mjs';

const FUNCTIONS = ['webhook', 'captures', 'schedule', 'worker'];

/** Puts the board's style and script, each one minified file, in the place where `lib/board-assets.ts` reads them. */
const boardAssets = {
  name: 'board-assets',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]lib[\\/]board-assets\.ts$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [call, name] of contents.matchAll(/readAsset\('(.*?)'\)/g)) {
        const options = { bundle: true, minify: true, format: 'esm', target: 'es2023', write: false };
        const { outputFiles } = await build({ entryPoints: [`board/${name}`], ...options });
        contents = contents.replace(call, () => JSON.stringify(outputFiles[0].text));
      }
      return { contents, loader: 'ts' };
    }),
};

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });

const results = await Promise.all(
  FUNCTIONS.map((name) =>
    build({
      ...FUNCTION_BUNDLE,
      entryPoints: [`handlers/${name}.ts`],
      outfile: `dist/${name}/index.mjs`,
      plugins: [boardAssets],
    }),
  ),
);

// What went into each bundle: supply/ makes the licences and the SBOM from it. No part of a deployment.
await Promise.all(
  results.map(({ metafile }, n) => writeFile(`dist/${FUNCTIONS[n]}/metafile.json`, JSON.stringify(metafile))),
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
  for (const { metafile } of results) {
    for (const [file, { bytes }] of Object.entries(metafile.outputs)) console.log(`${file} ${bytes} bytes`);
  }
}
