import type { Options } from '../options.ts';
import { readStatus } from '../read-status.ts';
import type { Settings } from '../settings.ts';
import type { Output } from './output.ts';
import { paintFor } from './paint.ts';
import { createPlainOutput } from './plain.ts';
import { createTerminalOutput } from './terminal.ts';

/** The assumed columns of a terminal that does not report them. */
const USUAL_COLUMNS = 80;

const out = (text: string): void => void process.stdout.write(text);
const err = (text: string): void => void process.stderr.write(text);

/** The output for this process: for people if standard output is a terminal, otherwise for programs. */
export const chooseOutput = (
  { json, verbose, isRestart }: Pick<Options, 'json' | 'verbose' | 'isRestart'>,
  settings: Settings,
): Output => {
  if (json || !process.stdout.isTTY) return createPlainOutput(settings, out, err);
  return createTerminalOutput({
    settings,
    write: out,
    // If standard error goes to a file, the logs go there, too.
    writeLog: verbose || !process.stderr.isTTY ? err : undefined,
    columns: () => process.stdout.columns || USUAL_COLUMNS,
    paint: paintFor(process.stdout),
    now: Date.now,
    after: (ms, work) => void setTimeout(work, ms).unref(),
    readWaiting: (system) => readStatus(system, settings),
    isRestart,
  });
};
