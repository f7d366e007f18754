import { oneLine } from '../../lib/text.ts';
import { UsageError } from '../usage-error.ts';
import { type ConnectOptions, readOptions } from './options.ts';
import { readTokens } from './credentials.ts';
import type { ConnectDeps } from './dependencies.ts';
import { makePlan, type Plan } from './plan.ts';
import { count, type Outcome, planText, resultText, toJson } from './report.ts';
import { isChange, runSteps, type StepResult } from './steps.ts';
import { ApiError, Interrupted } from './api-errors.ts';
import { createThousandEyesApi } from './thousandeyes-api.ts';

const EXIT_CODES: Record<Outcome | 'usage', number> = {
  done: 0,
  nothing_to_do: 0,
  dry_run: 0,
  failed: 1,
  usage: 2,
  declined: 3,
  interrupted: 130,
};

/** Lists from this length on show progress, because reading them takes seconds. */
const PROGRESS_FROM = 10;
const TOKEN_NOTE = 'ThousandEyes hides the token, so nothing can compare it. --rotate writes it again.';

/** Runs `npm run connect` and returns its exit code. Every expected failure is an exit code, not an exception. */
export const runConnect = async (args: readonly string[], deps: ConnectDeps): Promise<number> => {
  try {
    const options = readOptions(args, deps);
    if (options === undefined) return 0;
    return EXIT_CODES[await connect(options, deps)];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    deps.err(`${error.message}\nSee npm run connect -- --help.\n`);
    return EXIT_CODES.usage;
  }
};

const connect = async (options: ConnectOptions, deps: ConnectDeps): Promise<Outcome> => {
  const tokens = await readTokens(options, deps);
  const api = createThousandEyesApi(options, tokens, deps);

  let plan: Plan | undefined;
  const end = (outcome: Outcome, results: readonly StepResult[], text: string, error?: string): Outcome => {
    if (options.json) deps.out(toJson(options, outcome, { results, notes: plan?.notes ?? [], error }));
    else if (outcome === 'failed' || outcome === 'interrupted') deps.err(`${text}\n`);
    else deps.out(`${text}\n`);
    return outcome;
  };

  try {
    plan = await makePlan(api, options, tokens.webhook, deps, progress(deps, 'alert rules read'));
  } catch (error) {
    if (error instanceof Interrupted) return end('interrupted', [], 'Interrupted. Nothing was changed.');
    if (error instanceof ApiError) {
      return end('failed', [], `${oneLine(error.message, 800)}\nNothing was changed.`, error.message);
    }
    throw error;
  }

  const { steps } = plan;
  const changes = steps.filter(isChange).length;
  const planned = steps.map((step): StepResult => ({ step, outcome: isChange(step) ? 'not_done' : 'unchanged' }));
  if (!options.json) deps.out(planText(options, plan));
  if (changes === 0) return end('nothing_to_do', planned, `Nothing to do.${options.remove ? '' : ` ${TOKEN_NOTE}`}`);
  if (options.dryRun) return end('dry_run', planned, `Dry run: ${count(changes)} planned, nothing written.`);
  if (!options.yes && !(await deps.confirm(`Make ${count(changes)} in ThousandEyes?`)))
    return end('declined', planned, 'Declined. Nothing was changed.');

  const { results, interrupted } = await runSteps(steps, progress(deps, 'changes'));
  const hasFailed = results.some(({ outcome }) => outcome === 'failed');
  const outcome = interrupted ? 'interrupted' : hasFailed ? 'failed' : 'done';
  return end(outcome, results, resultText(results, outcome));
};

/** Reports every tenth item and the last: `alert rules read: 20/300`. */
const progress =
  ({ err }: Pick<ConnectDeps, 'err'>, what: string) =>
  (done: number, all: number): void => {
    if (all >= PROGRESS_FROM && (done % 10 === 0 || done === all)) err(`${what}: ${done}/${all}\n`);
  };
