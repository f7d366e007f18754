import { ApiError, Interrupted } from './api-errors.ts';

/** Ids of objects that this run created. Later steps need them. */
interface Made {
  connectorId?: string;
  operationId?: string;
}

/** One object in ThousandEyes, and what the run does with it. Without `run`, the object stays as it is. */
export interface Step {
  readonly kind: 'connector' | 'operation' | 'assignment' | 'rule';
  readonly action: 'create' | 'update' | 'assign' | 'add' | 'remove' | 'delete' | 'keep' | 'skip';
  readonly name: string;
  readonly id?: string | undefined;
  readonly why?: string | undefined;
  /** The active alerts of a rule that is edited, if ThousandEyes lists its alerts. */
  readonly activeAlerts?: number;
  /** Changes the object in a single call, so that no step is half done. */
  readonly run?: (made: Made) => Promise<void>;
}

export interface StepResult {
  readonly step: Step;
  readonly outcome: 'unchanged' | 'done' | 'failed' | 'not_done';
  readonly error?: string;
}

export const isChange = ({ run }: Step): boolean => run !== undefined;

/** A single 403 may concern one rule only. This many in a row mean that the token may change no rule. */
const FORBIDDEN_IN_A_ROW = 3;

/**
 * Runs the steps in their order. A rule that fails does not stop other rules, unless no rule would succeed (401, or
 * several 403 in a row). Any other failed step stops the rest, which depends on it: if the connector could not be
 * updated, a rule added to the webhook would notify the old address. An interruption stops between two calls.
 *
 * @returns one result per step, and whether the run was interrupted
 */
export const runSteps = async (
  steps: readonly Step[],
  onStep: (done: number, all: number) => void,
): Promise<{ readonly results: readonly StepResult[]; readonly interrupted: boolean }> => {
  const made: Made = {};
  const results: StepResult[] = [];
  const all = steps.filter(isChange).length;
  let done = 0;
  let hasFailed = false;
  let forbidden = 0;
  let stopped: 'failed' | 'interrupted' | undefined;

  for (const step of steps) {
    if (step.run === undefined) {
      results.push({ step, outcome: 'unchanged' });
      continue;
    }
    if (hasFailed && step.kind !== 'rule') stopped ??= 'failed';
    if (stopped !== undefined) {
      results.push({ step, outcome: 'not_done' });
      continue;
    }
    try {
      await step.run(made);
      results.push({ step, outcome: 'done' });
      forbidden = 0;
      done += 1;
      onStep(done, all);
    } catch (error) {
      if (error instanceof Interrupted) {
        stopped = 'interrupted';
        results.push({ step, outcome: 'not_done' });
        continue;
      }
      if (!(error instanceof ApiError)) throw error;
      hasFailed = true;
      forbidden = error.status === 403 ? forbidden + 1 : 0;
      if (step.kind !== 'rule' || error.status === 401 || forbidden === FORBIDDEN_IN_A_ROW) stopped = 'failed';
      results.push({ step, outcome: 'failed', error: error.message });
    }
  }
  return { results, interrupted: stopped === 'interrupted' };
};
