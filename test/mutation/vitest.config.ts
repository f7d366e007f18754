import { defineConfig } from 'vitest/config';
import config from '../../vitest.config.ts';
import { ROOMS } from './rooms.ts';

const { projects: _projects, ...base } = config.test ?? {};

/**
 * The configuration for the mutants of a room. A mutant that makes a test wait for ever is noticed after five seconds.
 */
export default defineConfig({
  test: {
    ...base,
    isolate: false,
    testTimeout: 5000,
    include: [...(ROOMS[process.env['MUTATED_ROOM'] ?? '']?.tests ?? [])],
  },
});
