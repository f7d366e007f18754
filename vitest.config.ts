import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/template-folder.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The tests of the local system mostly wait for its clocks, so more of them run than there are cores.
    maxWorkers: 4,
  },
});
