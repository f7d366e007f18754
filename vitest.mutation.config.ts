import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** What runs for every mutant: the fast tests of the pure files and of the state machine. */
export default defineConfig({
  test: {
    ...base.test,
    isolate: false,
    include: [
      'test/{capture,incident,mend,plan,priority,quota,retry,rules,status,template-body,transitions,verdict,window}.test.ts',
      'test/worker*.test.ts',
      'test/read-alert*.test.ts',
    ],
  },
});
