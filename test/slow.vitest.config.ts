import { defineConfig } from 'vitest/config';

/**
 * `npm run test:slow`: small storms through all of `npm run prove`, the move to a second stack, two equal releases, hours of a closed gate. `npm test`
 * leaves them out: they take minutes and keep both cores busy with several local systems at a time.
 */
export default defineConfig({
  test: { include: ['test/**/*.slow.ts'], globalSetup: ['test/support/template-folder.ts'], testTimeout: 300_000 },
});
