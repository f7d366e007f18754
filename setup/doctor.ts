import { setTimeout } from 'node:timers/promises';
import { connectAws } from './doctor/aws.ts';
import { runDoctor } from './doctor/command.ts';
import { createTerminal } from './terminal.ts';

/*
 * `npm run doctor`: checks a configuration end to end. Standard output has the report and nothing else; what is only
 * for the person who watches (spinner, question, faults of the call) is on standard error, and only on a terminal.
 */

process.exitCode = await runDoctor(process.argv.slice(2), {
  ...createTerminal(process.stderr),
  env: process.env,
  connectAws,
  now: Date.now,
  sleep: (ms) => setTimeout(ms),
});
