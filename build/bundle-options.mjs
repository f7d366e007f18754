/* esbuild's options for the functions. `build/build.mjs` and the benches use them. */

// ESM bundles have no `require`, but CommonJS code in some dependencies loads Node's modules with it.
const requireShim = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Options of the functions' bundles and of the local system. */
export const COMMON = { bundle: true, platform: 'node', format: 'esm', logLevel: 'warning', metafile: true };

export const FUNCTION_BUNDLE = {
  ...COMMON,
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  alias: {
    '@aws-sdk/credential-provider-node': './build/lambda-credentials.ts',
    '@smithy/core/event-streams': './build/no-event-streams.ts',
  },
  banner: { js: requireShim },
};

/** Options for the board's style and script: one minified file each, for browsers. */
export const BOARD_ASSETS = {
  entryPoints: ['lib/operator/board/browser/board.css', 'lib/operator/board/browser/board.js'],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2023',
  logLevel: 'warning',
  metafile: true,
};
