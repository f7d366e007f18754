import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** What runs for every mutant: the fast tests. Those of the local system and of the packaged template are not for that. */
export default mergeConfig(
  base,
  defineConfig({
    test: {
      exclude: [
        ...configDefaults.exclude,
        'test/system/**',
        'test/local/**',
        'test/template.test.ts',
        'test/handlers.test.ts',
        'test/contract/emulators.test.ts',
        'test/simulation/promises.test.ts',
        'test/simulation/storm.test.ts',
      ],
    },
  }),
);
