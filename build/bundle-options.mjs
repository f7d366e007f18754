import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

/* How a function is bundled, for esbuild: by `build/build.mjs` for deployment, and by `bench/` for what it is measured against. */

// ESM bundles have no `require`; some CommonJS inside the dependencies asks for Node's own modules by it.
const requireShim = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const ASSET = { bundle: true, minify: true, format: 'esm', target: 'es2023', write: false, metafile: true };

/**
 * Puts the board's style and script, each one minified file, in the place where `lib/operator/board/assets.ts` reads them, and their
 * files among the inputs that the metafile names.
 */
const boardAssets = {
  name: 'board-assets',
  setup: ({ onLoad, onEnd }) => {
    const inputs = {};
    onLoad({ filter: /[\\/]board[\\/]assets\.ts$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [call, name] of contents.matchAll(/readAsset\('(.*?)'\)/g)) {
        const { outputFiles, metafile } = await build({
          entryPoints: [`lib/operator/board/browser/${name}`],
          ...ASSET,
        });
        contents = contents.replace(call, () => JSON.stringify(outputFiles[0].text));
        Object.assign(inputs, metafile.inputs);
      }
      return { contents, loader: 'ts' };
    });
    onEnd(({ metafile }) => {
      if (metafile) Object.assign(metafile.inputs, inputs);
    });
  },
};

/** What the bundles and the local system share. */
export const COMMON = { bundle: true, platform: 'node', format: 'esm', logLevel: 'warning', metafile: true };

export const FUNCTION_BUNDLE = {
  ...COMMON,
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  alias: { '@aws-sdk/credential-provider-node': './build/lambda-credentials.ts' },
  banner: { js: requireShim },
  plugins: [boardAssets],
};
