import * as z from 'zod';
import { hasWebhook, type Rule, readRule, withoutWebhook, withWebhook } from './rule-changes.ts';
import { ApiError } from './api-errors.ts';
import type { ThousandEyesApi } from './thousandeyes-api.ts';

/** A rule of the list. The list has neither notifications nor tests. */
export interface ListedRule {
  readonly ruleId: string;
  readonly ruleName: string;
  /** Why nobody can change the rule; absent if it can be changed. */
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

/** Whether a rule notifies one of the operations; undefined if ThousandEyes returns no readable rule. */
export const isOnRule = async (
  api: Pick<ThousandEyesApi, 'get'>,
  ruleId: string,
  ...operationIds: readonly string[]
): Promise<boolean | undefined> => {
  const rule = readRule(await api.get(pathOf(ruleId)));
  return rule && operationIds.some((id) => hasWebhook(rule, id));
};

/** A whole rule. @throws ApiError also if the answer is no readable rule, because a PUT would damage it */
const fetchRule = async (api: ThousandEyesApi, ruleId: string): Promise<Rule> => {
  const rule = readRule(await api.get(pathOf(ruleId)));
  if (rule?.seen.ruleId !== ruleId)
    throw new ApiError(`Alert rule ${ruleId}: ThousandEyes returned no readable rule, so connect did not change it.`);
  return rule;
};

/** Adds the operation to a rule. Reads the rule again right before the PUT, to keep changes made since the plan. */
export const addToRule = async (api: ThousandEyesApi, ruleId: string, operationId: string): Promise<void> => {
  const rule = await fetchRule(api, ruleId);
  if (hasWebhook(rule, operationId)) return;
  const answered = readRule(await api.send('PUT', pathOf(ruleId), withWebhook(rule, operationId)));
  if (answered?.seen.notifications && !hasWebhook(answered, operationId))
    throw new ApiError(
      `Alert rule ${ruleId}: ThousandEyes accepted the change, but its answer does not list the webhook.`,
    );
};

/** Removes the operation from a rule, and reads the rule again right before, too. */
export const removeFromRule = async (api: ThousandEyesApi, ruleId: string, operationId: string): Promise<void> => {
  const rule = await fetchRule(api, ruleId);
  if (hasWebhook(rule, operationId)) await api.send('PUT', pathOf(ruleId), withoutWebhook(rule, operationId));
};
