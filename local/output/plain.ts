import type { Settings } from '../settings.ts';
import type { Output, Write } from './output.ts';
import { tryNext } from './try-next.ts';

/**
 * The output for programs. Standard output has `ready URL`, a line `notification {json}` for every message of the
 * topic, and suggestions for people. Standard error has the logs.
 */
export const createPlainOutput = (settings: Settings, out: Write, err: Write): Output => ({
  ready: ({ url }) => out(`ready ${url}\n`),
  tryNext: (system) => out(`${tryNext(system, settings)}\n`),
  notification: (event) => out(`notification ${JSON.stringify(event)}\n`),
  log: err,
  error: (error) => err(`${error instanceof Error ? error.message : String(error)}\n`),
});
