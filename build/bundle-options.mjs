/* How a function is bundled, for esbuild: by `build/build.mjs` for deployment, and by `bench/` for what it is measured against. */

// ESM bundles have no `require`; some CommonJS inside the dependencies asks for Node's own modules by it.
const requireShim = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** What the bundles and the local system share. */
export const COMMON = { bundle: true, platform: 'node', format: 'esm', logLevel: 'warning', metafile: true };

export const FUNCTION_BUNDLE = {
  ...COMMON,
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  alias: { '@aws-sdk/credential-provider-node': './build/lambda-credentials.ts' },
  banner: { js: requireShim },
};

/** The board's style and script: one minified file each, for browsers. */
export const BOARD_ASSETS = {
  entryPoints: ['lib/operator/board/browser/board.css', 'lib/operator/board/browser/board.js'],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2023',
  logLevel: 'warning',
  metafile: true,
};
