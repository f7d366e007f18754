/** How a function is bundled, for esbuild: by `build.mjs` for deployment, and by `bench/` for what it is measured against. */

// ESM bundles have no `require`; some CommonJS inside the dependencies asks for Node's own modules by it.
const requireShim = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** What the bundles and the local system share. */
export const COMMON = { bundle: true, platform: 'node', format: 'esm', logLevel: 'warning', metafile: true };

export const FUNCTION_BUNDLE = {
  ...COMMON,
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  alias: { '@aws-sdk/credential-provider-node': './lambda-credentials.ts' },
  banner: { js: requireShim },
};
