import { configDefaults, defineConfig } from 'vitest/config';

/** The tests that leave nothing behind in their process. */
const SHARING = [
  'test/{alerts,bench,captures,contract,edge,infra,intake,ledger,notify,planning,setup}/**/*.test.ts',
  'test/{simulation,thousandeyes,worker}/**/*.test.ts',
  'test/operator/{,board/,evidence/}*.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: ['test/support/template-folder.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The tests of the local system mostly wait for its clocks, so more of them run than there are cores.
    maxWorkers: 6,
    projects: [
      // A process of its own would take longer to start than most of these files take to run.
      { extends: true, test: { name: 'sharing', include: SHARING, isolate: false } },
      {
        extends: true,
        test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, ...SHARING] },
      },
    ],
  },
});
