import { parseArgs } from 'node:util';
import { CHEATS, type Cheat } from './storm/cheat.ts';

const ALERTS = { least: 6, most: 50 };
const PERIOD_SECONDS = { least: 4, most: 12 };

export const USAGE = `Usage: npm run prove [-- OPTIONS]

Sends a storm of alerts to the local system, kills it with SIGKILL in the middle, starts it again, and takes the API
of ThousandEyes down for a while. A strict limiter, in a process that shares no code with the system, counts every call.
Two baselines go through the same storm beside it. It takes less than five minutes. docs/prove.md explains the output.

  --upstream URL    your own counter in the place of the API: docs/prove.md says what it has to answer
  --alerts N        alerts in the storm, ${ALERTS.least} to ${ALERTS.most} (${ALERTS.most})
  --period SECONDS  the period that may hold 5 calls, ${PERIOD_SECONDS.least} to ${PERIOD_SECONDS.most} (${PERIOD_SECONDS.most})
  --no-baselines    run the storm without the baselines
  --cheat NAME      break the system, to see that the proof fails:
                    over-limit  it believes that 3 more calls are allowed
                    forget      it keeps its ledger in memory
  --json            print the result as JSON
  --help            show this

Standard output: the result. Standard error: the progress.
Exit code: 0 every claim holds, 1 a claim does not hold, 2 the call was wrong.`;

export interface ProveOptions {
  /** Base URL, without a slash at its end. */
  readonly upstream?: string | undefined;
  readonly alerts: number;
  readonly periodMs: number;
  readonly withBaselines: boolean;
  readonly cheat?: Cheat | undefined;
  readonly json: boolean;
}

/** The call was wrong: one sentence that says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * The options of a call, or `help`.
 *
 * @throws UsageError
 */
export const readOptions = (args: readonly string[]): ProveOptions | 'help' => {
  const values = parse(args);
  if (values.help) return 'help';
  return {
    alerts: whole('--alerts', values.alerts, ALERTS),
    periodMs: whole('--period', values.period, PERIOD_SECONDS) * 1000,
    upstream: values.upstream === undefined ? undefined : readUpstream(values.upstream),
    cheat: values.cheat === undefined ? undefined : readCheat(values.cheat),
    withBaselines: !values['no-baselines'],
    json: values.json,
  };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        upstream: { type: 'string' },
        alerts: { type: 'string', default: String(ALERTS.most) },
        period: { type: 'string', default: String(PERIOD_SECONDS.most) },
        'no-baselines': { type: 'boolean', default: false },
        cheat: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

const whole = (option: string, value: string, { least, most }: { readonly least: number; readonly most: number }) => {
  const number = /^\d{1,3}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${option} takes a whole number from ${least} to ${most}.`);
};

const readUpstream = (value: string): string => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isPlain =
    url && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (!isPlain) throw new UsageError('--upstream takes an http or https URL, without a user, a query or a fragment.');
  if (/(^|\.)thousandeyes\.com$/.test(url.hostname)) {
    throw new UsageError('--upstream takes a counter of your own: the proof does not call the API of ThousandEyes.');
  }
  return url.href.replace(/\/+$/, '');
};

const readCheat = (value: string): Cheat => {
  const cheat = CHEATS.find((name) => name === value);
  if (cheat === undefined) throw new UsageError(`--cheat takes one of ${CHEATS.join(', ')}.`);
  return cheat;
};
