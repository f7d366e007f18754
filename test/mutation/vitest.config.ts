import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';
import { ROOMS } from './rooms.ts';

/**
 * The configuration for the mutants of a room. A mutant that makes a test wait for ever is noticed after five seconds.
 */
export default defineConfig({
  test: {
    ...base.test,
    isolate: false,
    testTimeout: 5000,
    include: [...(ROOMS[process.env['MUTATED_ROOM'] ?? '']?.tests ?? [])],
  },
});
