import { matchesGlob } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { ROOMS } from './rooms.ts';

/*
 * `npm run test:mutation`: mutates all rooms, or the named ones: `-- planning edge`, `-- lib/planning/retry.ts`.
 * Standard output has the mutants that no test noticed, and a table at the end. `reports/mutation/` has the results of
 * each room as JSON. `MUTATION_CONCURRENCY` (2) mutants run at the same time, and `MUTATION_TIMEOUT_MS` (7000) is how
 * much longer than usual a test run may take.
 */

const NOTICED = new Set(['Killed', 'Timeout']);
const UNNOTICED = new Set(['Survived', 'NoCoverage']);

/** The globs or files of a room to mutate. Without names, or with the room's own name, these are all of its files. */
const toMutate = (room: string, globs: readonly string[], named: readonly string[]): readonly string[] =>
  named.length === 0 || named.includes(room)
    ? globs
    : named.filter((file) => globs.some((glob) => matchesGlob(file, glob)));

const mutateRoom = (room: string, mutate: readonly string[], atLeast: number) => {
  process.env['MUTATED_ROOM'] = room; // vitest.config.ts reads it, in the processes that Stryker starts
  return new Stryker({
    mutate: [...mutate],
    plugins: [import.meta.resolve('@stryker-mutator/vitest-runner'), import.meta.resolve('./ignore-log-texts.mjs')],
    ignorers: ['log-texts'],
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    concurrency: Number(process.env['MUTATION_CONCURRENCY'] ?? 2),
    // Each endless loop costs this time. On a busy machine, a run may wait for seconds, so more time is needed.
    timeoutMS: Number(process.env['MUTATION_TIMEOUT_MS'] ?? 7000),
    thresholds: { high: 100, low: atLeast, break: atLeast },
    reporters: ['clear-text', 'json', 'progress-append-only'],
    jsonReporter: { fileName: `reports/mutation/${room}.json` },
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    tsconfigFile: 'no-tsconfig.json', // the tests do not need it, and Stryker would need TypeScript's old API
    disableTypeChecks: false,
  }).runMutationTest();
};

const named = process.argv.slice(2);
const table = ['| room | mutants | score | at least | minutes |', '|---|---|---|---|---|'];
for (const [room, { mutate, atLeast }] of Object.entries(ROOMS)) {
  const globs = toMutate(room, mutate, named);
  if (globs.length === 0) continue;
  const startedAt = Date.now();
  const mutants = await mutateRoom(room, globs, atLeast);
  const noticed = mutants.filter(({ status }) => NOTICED.has(status)).length;
  const total = noticed + mutants.filter(({ status }) => UNNOTICED.has(status)).length;
  const minutes = (Date.now() - startedAt) / 60_000;
  table.push(`| ${room} | ${total} | ${((100 * noticed) / total).toFixed(1)} | ${atLeast} | ${minutes.toFixed(1)} |`);
}
if (table.length === 2) throw new Error(`Nothing is named so. The rooms are ${Object.keys(ROOMS).join(', ')}.`);
process.stdout.write(`\n${table.join('\n')}\n`);
