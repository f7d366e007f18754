import { defineConfig } from 'vitest/config';

/**
 * `npm run test:slow` runs small storms through all of `npm run prove`, the move to a second stack, two equal releases, and
 * hours of a closed gate. `npm test` leaves them out, because they take minutes and keep both cores busy.
 */
export default defineConfig({
  test: { include: ['test/**/*.slow.ts'], globalSetup: ['test/support/template-folder.ts'], testTimeout: 300_000 },
});
