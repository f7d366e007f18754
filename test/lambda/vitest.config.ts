import { defineConfig } from 'vitest/config';

/**
 * `npm run test:runtime` tests the bundles under Lambda's runtime interface client. `npm test` leaves it out: it needs
 * a build.
 */
export default defineConfig({
  test: { include: ['test/lambda/*.runtime.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
});
