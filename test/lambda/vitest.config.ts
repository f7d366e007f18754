import { defineConfig } from 'vitest/config';

/** `npm run test:runtime`: the bundles under Lambda's runtime interface client. No part of `npm test`: it has to be built. */
export default defineConfig({
  test: { include: ['test/lambda/*.runtime.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
});
