import { parseArgs } from 'node:util';

/** The options of `npm start`. */
export interface Options {
  readonly once: boolean;
  /** The seconds that `once` waits. */
  readonly within: number;
  readonly sample: boolean;
  readonly open: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
  /** Whether `--watch` started the system before. */
  readonly isRestart: boolean;
  readonly help: boolean;
}

/**
 * Reads the arguments of `npm start`.
 *
 * @throws Error with one sentence
 */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      within: { type: 'string', default: '120' },
      'no-sample': { type: 'boolean', default: false },
      open: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      restarted: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { once, within, open, watch, verbose, json, restarted, help } = values;
  if (once && values['no-sample'])
    throw new Error('--once waits for the sample alert, which --no-sample does not send.');
  if (once && watch) throw new Error('--once ends, but --watch goes on: choose one.');
  if (!/^[1-9]\d*$/.test(within)) throw new Error('--within takes a number of seconds.');
  const sample = !values['no-sample'] && !restarted;
  return { once, within: Number(within), sample, open: open && !restarted, verbose, json, isRestart: restarted, help };
};
