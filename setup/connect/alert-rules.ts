import * as z from 'zod';
import { hasWebhook, type Rule, readRule, withoutWebhook, withWebhook } from './rule-changes.ts';
import { ApiError } from './api-errors.ts';
import type { ThousandEyesApi } from './thousandeyes-api.ts';

/** A rule as the list has it: without its notifications and tests. */
export interface ListedRule {
  readonly ruleId: string;
  readonly ruleName: string;
  /** Why it cannot be changed. */
  readonly readOnly?: string;
}

const listed = z.looseObject({ ruleId: z.string(), ruleName: z.string(), alertType: z.string().optional() });

/** All alert rules of the account group. */
export const listRules = async (api: Pick<ThousandEyesApi, 'list'>): Promise<ListedRule[]> => {
  const rules = await api.list('/alerts/rules', 'alertRules');
  return rules.flatMap((rule) => {
    const { data } = listed.safeParse(rule);
    if (data === undefined) return [];
    const { ruleId, ruleName } = data;
    return data.alertType === 'agent'
      ? { ruleId, ruleName, readOnly: 'rules of agent notifications are read-only in ThousandEyes' }
      : { ruleId, ruleName };
  });
};

const pathOf = (ruleId: string): string => `/alerts/rules/${encodeURIComponent(ruleId)}`;

/** Whether a rule notifies one of the operations; undefined where its answer is no rule that can be read. */
export const isOnRule = async (
  api: Pick<ThousandEyesApi, 'get'>,
  ruleId: string,
  ...operationIds: readonly string[]
): Promise<boolean | undefined> => {
  const rule = readRule(await api.get(pathOf(ruleId)));
  return rule && operationIds.some((id) => hasWebhook(rule, id));
};

/** A whole rule. @throws ApiError also where the answer is no rule: what cannot be read cannot be written back */
const fetchRule = async (api: ThousandEyesApi, ruleId: string): Promise<Rule> => {
  const rule = readRule(await api.get(pathOf(ruleId)));
  if (rule?.seen.ruleId !== ruleId)
    throw new ApiError(`Alert rule ${ruleId}: ThousandEyes returned no readable rule, so connect did not change it.`);
  return rule;
};

/** Adds the operation to a rule. The rule is read again right before, so that nothing is lost that came to it meanwhile. */
export const addToRule = async (api: ThousandEyesApi, ruleId: string, operationId: string): Promise<void> => {
  const rule = await fetchRule(api, ruleId);
  if (hasWebhook(rule, operationId)) return;
  const answered = readRule(await api.send('PUT', pathOf(ruleId), withWebhook(rule, operationId)));
  if (answered?.seen.notifications && !hasWebhook(answered, operationId))
    throw new ApiError(
      `Alert rule ${ruleId}: ThousandEyes accepted the change, but its answer does not list the webhook.`,
    );
};

/** Takes the operation off a rule, in the same way. */
export const removeFromRule = async (api: ThousandEyesApi, ruleId: string, operationId: string): Promise<void> => {
  const rule = await fetchRule(api, ruleId);
  if (hasWebhook(rule, operationId)) await api.send('PUT', pathOf(ruleId), withoutWebhook(rule, operationId));
};
