import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/** What runs for every mutant: the fast tests of the pure files and of the state machine. */
export default defineConfig({
  test: {
    ...base.test,
    isolate: false,
    include: ['test/{alerts,captures,planning}/*.test.ts', 'test/operator/status.test.ts', 'test/worker/*.test.ts'],
  },
});
