import { oneLine } from '../../lib/text.ts';
import type { ConnectOptions } from './options.ts';
import type { Plan } from './plan.ts';
import { isChange, type Step, type StepResult } from './steps.ts';

/** How a run ended. */
export type Outcome = 'done' | 'nothing_to_do' | 'dry_run' | 'failed' | 'declined' | 'interrupted';

const KINDS: Record<Step['kind'], string> = {
  connector: 'connector',
  operation: 'webhook',
  assignment: 'webhook',
  rule: 'alert rule',
};

const ACTIONS: Record<Step['action'], string> = {
  create: 'create',
  update: 'update',
  assign: 'connect',
  add: 'add to',
  remove: 'take off',
  delete: 'delete',
  keep: 'keep',
  skip: 'skip',
};

/** The plan for people: one line per step, then the notes. */
export const planText = (options: ConnectOptions, { steps, notes }: Plan): string => {
  const group =
    options.aid === undefined ? "the default account group of the token's user" : `account group ${options.aid}`;
  // A dry run lists every rule. Otherwise the list is limited to the changes and to skipped rules.
  const lines = steps
    .filter((step) => isChange(step) || step.why !== undefined || (options.dryRun && isKept(step)))
    .map(stepLine);
  const kept = options.dryRun ? 0 : steps.filter(isKept).length;
  return [
    `${options.apiUrl}, ${group}`,
    ...(options.url === undefined ? [] : [`webhook ${options.url}`]),
    '',
    ...lines,
    ...(kept > 0 ? [`  keep      ${kept} alert ${kept === 1 ? 'rule that has' : 'rules that have'} it already`] : []),
    ...(notes.length > 0 ? ['', ...notes.map((note) => oneLine(note, 800))] : []),
    '',
    '',
  ].join('\n');
};

const isKept = (step: Step): boolean => step.kind === 'rule' && step.action === 'keep';

const stepLine = ({ action, kind, id, name, why: reason, activeAlerts = 0 }: Step): string => {
  const why = activeAlerts > 0 ? `${activeAlerts} active ${activeAlerts === 1 ? 'alert' : 'alerts'}` : reason;
  const what = [kind === 'rule' ? id : undefined, oneLine(name, 80)].filter(Boolean).join('  ');
  return `  ${ACTIONS[action].padEnd(9)} ${KINDS[kind].padEnd(11)} ${what}${why ? ` (${oneLine(why, 200)})` : ''}`;
};

export const count = (changes: number): string => `${changes} ${changes === 1 ? 'change' : 'changes'}`;

/** The result for people. */
export const resultText = (results: readonly StepResult[], outcome: Outcome): string => {
  const done = results.filter((result) => result.outcome === 'done');
  const failed = results.filter((result) => result.outcome === 'failed');
  const notDone = results.filter((result) => result.outcome === 'not_done');
  if (outcome === 'done') return `Done: ${count(done.length)}.`;
  return [
    outcome === 'interrupted' ? 'Interrupted between two calls.' : 'Failed.',
    ...(done.length > 0 ? ['Done:', ...done.map(({ step }) => stepLine(step))] : ['Nothing was changed.']),
    ...(failed.length > 0 ? ['Failed:'] : []),
    ...failed.flatMap(({ step, error = '' }) => [stepLine(step), `            ${oneLine(error, 800)}`]),
    ...(notDone.length > 0 ? ['Not done:', ...notDone.map(({ step }) => stepLine(step))] : []),
    failed.some(({ step }) => step.kind !== 'rule')
      ? 'The steps that depend on it were not tried. Fix it, and run the same command again to continue.'
      : 'What was done is complete. Run the same command again to continue.',
  ].join('\n');
};

/** What a run did, or would do. */
interface Came {
  readonly results: readonly StepResult[];
  readonly notes: readonly string[];
  /** Why the run failed before its first step. */
  readonly error: string | undefined;
}

/** The report for programs (--json); docs/connect.schema.json describes it. */
export const toJson = (options: ConnectOptions, outcome: Outcome, { results, notes, error }: Came): string => {
  const document = {
    version: 1,
    outcome,
    apiUrl: options.apiUrl,
    aid: options.aid,
    name: options.name,
    webhookUrl: options.url,
    notes,
    steps: results.map(({ step: { kind, action, id, name, why, activeAlerts }, outcome: result, error: fault }) => ({
      kind,
      action,
      id,
      name,
      why,
      activeAlerts,
      result,
      error: fault,
    })),
    error,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
};
