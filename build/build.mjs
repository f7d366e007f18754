// Bundles each function to dist/<name>/index.mjs (what is deployed) and the local system to dist/local/main.mjs.
// Usage: node build/build.mjs [--quiet]
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build } from 'esbuild';
import { COMMON, FUNCTION_BUNDLE } from './bundle-options.mjs';

const FUNCTIONS = (await readdir('handlers')).map((file) => basename(file, '.ts'));

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });

const results = await Promise.all(
  FUNCTIONS.map((name) =>
    build({
      ...FUNCTION_BUNDLE,
      entryPoints: [`handlers/${name}.ts`],
      outfile: `dist/${name}/index.mjs`,
    }),
  ),
);

// What went into each bundle: the licences and the SBOM are made from it. No part of a deployment.
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
