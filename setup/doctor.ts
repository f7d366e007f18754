import { setTimeout } from 'node:timers/promises';
import { connectAws } from './doctor/aws.ts';
import { runDoctor } from './doctor/command.ts';
import { createTerminal } from './terminal.ts';

/*
 * `npm run doctor`: checks a configuration end to end. It prints only the report to standard output. Spinner, question
 * and usage errors go to standard error.
 */

process.exitCode = await runDoctor(process.argv.slice(2), {
  ...createTerminal(process.stderr),
  env: process.env,
  connectAws,
  now: Date.now,
  sleep: (ms) => setTimeout(ms),
});
