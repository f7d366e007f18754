import * as z from 'zod';
import { ApiError } from './api-errors.ts';
import { isChange, type Step } from './steps.ts';
import type { ThousandEyesApi } from './thousandeyes-api.ts';

const alertShape = z.looseObject({
  alertRuleId: z.string().nullish(),
  /** A deprecated field: the legacy id of the rule, a number. */
  ruleId: z.union([z.string(), z.number()]).nullish(),
  _links: z.looseObject({ rule: z.looseObject({ href: z.string() }).nullish() }).nullish(),
});

/** The id of the rule that raised a listed alert; undefined if the alert names no rule. */
const ruleIdOf = (alert: unknown): string | undefined => {
  const { data } = alertShape.safeParse(alert);
  const inLink = data?._links?.rule?.href.match(/\/alerts\/rules\/(\d+)/)?.[1];
  return data?.alertRuleId ?? inLink ?? data?.ruleId?.toString();
};

const isEdit = (step: Step): boolean => step.kind === 'rule' && isChange(step);

const CONSEQUENCE =
  'If a rule is edited, ThousandEyes clears its active alerts, and may trigger them again. ' +
  'Everything that the rule notifies gets both messages.';

/** The planned steps, and sentences that the user must read before confirming. */
interface Counted {
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
}

/**
 * Counts the active alerts of each rule that a step edits. If ThousandEyes does not list its alerts, the steps stay
 * without a count, and a note says so.
 */
export const withActiveAlerts = async (api: ThousandEyesApi, steps: readonly Step[]): Promise<Counted> => {
  const edits = steps.filter(isEdit).length;
  if (edits === 0) return { steps, notes: [] };
  const rules = `${edits} alert ${edits === 1 ? 'rule' : 'rules'} to change`;
  try {
    const alerts = await api.list('/alerts?state=trigger', 'alerts');
    const byRule = Map.groupBy(alerts, ruleIdOf);
    const counted = steps.map((step) =>
      isEdit(step) ? { ...step, activeAlerts: byRule.get(step.id)?.length ?? 0 } : step,
    );
    const active = counted.filter(({ activeAlerts = 0 }) => activeAlerts > 0).length;
    if (active === 0) return { steps: counted, notes: [`Of ${rules}, none has active alerts.`] };
    const some = `Of ${rules}, ${active} ${active === 1 ? 'has' : 'have'} active alerts.`;
    return { steps: counted, notes: [`Warning: ${some} ${CONSEQUENCE}`] };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const why = error.status === undefined ? 'no readable answer' : String(error.status);
    return { steps, notes: [`Warning: the active alerts of ${rules} cannot be counted (${why}). ${CONSEQUENCE}`] };
  }
};
