import type { Account } from './account.ts';
import { type Administration, createAdministration } from './administration.ts';
import { type Answer, type ApiCall, problem } from './answer.ts';

/** The administrative part of the API for all account groups of the account, each with its alert rules. */
export const createAdministrations = ({ accountGroups, alertRules }: Account) => {
  const administrations = new Map(accountGroups.map(({ aid }) => [aid, createAdministration()]));
  for (const { aid, isActive = false, ...rule } of alertRules) {
    const administration = administrations.get(aid);
    if (administration !== undefined) addRule(administration, rule, isActive);
  }
  const byDefault = accountGroups.find(({ isDefault }) => isDefault)?.aid;

  /** @returns the answer to a call with a valid token; undefined if there is no such resource */
  return (call: ApiCall): Answer | undefined => {
    const administration = administrations.get(call.url.searchParams.get('aid') ?? byDefault ?? '');
    return administration ? administration.answer(call) : problem(403, 'Forbidden', 'The account group is not yours.');
  };
};

const addRule = (
  { alertRules, activeAlerts }: Administration,
  rule: Omit<Account['alertRules'][number], 'aid' | 'isActive'>,
  isActive: boolean,
): void => {
  const text = JSON.stringify({
    ...rule,
    roundsViolatingOutOf: 1,
    notifications: { email: { recipients: ['noc@example.com'] }, customWebhook: [] },
  });
  alertRules.rules.set(rule.ruleId, text);
  if (isActive) activeAlerts.trigger(rule.ruleId);
};
