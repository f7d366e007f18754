import { confirm, isCancel, spinner } from '@clack/prompts';
import { connectAws } from './doctor/aws.ts';
import { runDoctor } from './doctor/command.ts';
import type { Terminal } from './doctor/terminal.ts';

/*
 * `npm run doctor`: checks a configuration end to end. Standard output has the report and nothing else; what is only
 * for the person who watches (spinner, question, faults of the call) is on standard error, and only on a terminal.
 */

const isTerminal = process.stdout.isTTY && process.stdin.isTTY;

const terminal: Terminal = {
  isTerminal,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),

  async confirm(question) {
    const answer = await confirm({ message: question, initialValue: false, output: process.stderr });
    return !isCancel(answer) && answer;
  },

  async during(what, work) {
    if (!isTerminal) return work;
    const shown = spinner({ output: process.stderr });
    shown.start(what);
    try {
      return await work;
    } finally {
      shown.clear();
    }
  },
};

process.exitCode = await runDoctor(process.argv.slice(2), process.env, { connectAws, terminal, now: Date.now });
