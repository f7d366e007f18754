import { addToRule, isOnRule, type ListedRule, listRules } from './alert-rules.ts';
import { assignmentStep, connectorStep, operationStep } from './integration-steps.ts';
import { assignedTo, findExisting } from './existing.ts';
import type { Step } from './steps.ts';
import type { Operation, Wanted } from './integrations.ts';
import { ApiError } from './api-errors.ts';
import { choosesRules, type RuleChoice } from './options.ts';
import type { ThousandEyesApi } from './thousandeyes-api.ts';

/**
 * Plans the steps that attach the webhook, from what ThousandEyes has now. Without a choice of rules it reads and writes
 * none: the rules that have the webhook keep it. Changes nothing.
 */
export const planAttach = async (
  api: ThousandEyesApi,
  wanted: Wanted,
  choice: RuleChoice,
  onRule: (read: number, all: number) => void,
): Promise<Step[]> => {
  const { connector, operation } = await findExisting(api, wanted.name);
  const rules = choosesRules(choice) ? chosen(await listRules(api), choice) : [];
  // Without rules, a webhook that is made now would notify nobody.
  if (operation === undefined && rules.length === 0)
    throw new ApiError(
      `This account group (--aid) has no webhook ${wanted.name} (--name), so there is nothing to write. ` +
        'To make the webhook, choose alert rules: --rule ID, --match TEXT or --all.',
    );
  const isAssigned =
    connector !== undefined && operation !== undefined && (await assignedTo(api, operation)).includes(connector.id);
  const steps = [
    connectorStep(api, wanted, connector),
    operationStep(api, wanted, operation),
    assignmentStep(api, wanted, isAssigned, connector, operation),
  ];
  for (const [index, rule] of rules.entries()) {
    steps.push(await ruleStep(api, rule, operation));
    onRule(index + 1, rules.length);
  }
  return steps;
};

const chosen = (rules: readonly ListedRule[], { all, ids, matches }: RuleChoice): ListedRule[] => {
  const unknown = ids.filter((id) => !rules.some(({ ruleId }) => ruleId === id));
  if (unknown.length > 0)
    throw new ApiError(
      `No alert rule ${unknown.join(', ')} is in this account group (--aid). --all --dry-run lists them.`,
    );
  const texts = matches.map((text) => text.toLowerCase());
  const found = rules.filter(
    ({ ruleId, ruleName }) =>
      all || ids.includes(ruleId) || texts.some((text) => ruleName.toLowerCase().includes(text)),
  );
  if (found.length === 0) throw new ApiError('No alert rule matches. --all --dry-run lists them.');
  return found;
};

const ruleStep = async (api: ThousandEyesApi, rule: ListedRule, operation: Operation | undefined): Promise<Step> => {
  const { ruleId: id, ruleName: name, readOnly } = rule;
  if (readOnly !== undefined) return { kind: 'rule', action: 'skip', name, id, why: readOnly };
  // A new operation is on no rule yet. An unreadable rule fails when its step runs, and does not stop the others.
  if (operation !== undefined && (await isOnRule(api, id, operation.id)) === true)
    return { kind: 'rule', action: 'keep', name, id };
  return {
    kind: 'rule',
    action: 'add',
    name,
    id,
    run: (made) => addToRule(api, id, operation?.id ?? made.operationId ?? ''),
  };
};
