import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';
import { ROOMS } from './rooms.ts';

/** What runs for every mutant of a room. */
export default defineConfig({
  test: {
    ...base.test,
    isolate: false,
    include: [...(ROOMS[process.env['MUTATED_ROOM'] ?? '']?.tests ?? [])],
  },
});
