import type { Options } from '../options.ts';
import { readStatus } from '../read-status.ts';
import type { Settings } from '../settings.ts';
import type { Output } from './output.ts';
import { paintFor } from './paint.ts';
import { createPlainOutput } from './plain.ts';
import { createTerminalOutput } from './terminal.ts';

/** Columns of a terminal that does not say how many it has. */
const USUAL_COLUMNS = 80;

const out = (text: string): void => void process.stdout.write(text);
const err = (text: string): void => void process.stderr.write(text);

/** The output for this process: for a person if standard output is a terminal, else for programs. */
export const chooseOutput = (
  { json, verbose, isRestart }: Pick<Options, 'json' | 'verbose' | 'isRestart'>,
  settings: Settings,
): Output => {
  if (json || !process.stdout.isTTY) return createPlainOutput(settings, out, err);
  return createTerminalOutput({
    settings,
    write: out,
    // Whoever sends standard error to a file wants the logs there.
    writeLog: verbose || !process.stderr.isTTY ? err : undefined,
    columns: () => process.stdout.columns || USUAL_COLUMNS,
    paint: paintFor(process.stdout),
    now: Date.now,
    after: (ms, work) => void setTimeout(work, ms).unref(),
    readWaiting: (system) => readStatus(system, settings),
    isRestart,
  });
};
