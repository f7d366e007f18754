import { isOnRule, listRules, removeFromRule } from './alert-rules.ts';
import { assignedTo, findExisting } from './existing.ts';
import type { Step } from './steps.ts';
import type { Connector, Operation } from './integrations.ts';
import { ApiError } from './api-errors.ts';
import type { ThousandEyesApi } from './thousandeyes-api.ts';

/**
 * Plans the steps that undo what connect made under `name`, and nothing else. The rules come first, so that no rule
 * ever names a deleted operation; then the operation, then its connector. Changes nothing.
 */
export const planRemove = async (
  api: ThousandEyesApi,
  name: string,
  onRule: (read: number, all: number) => void,
): Promise<Step[]> => {
  const { connector, operation, others } = await findExisting(api, name);
  return [
    ...(operation ? await ruleSteps(api, operation, onRule) : []),
    ...(operation
      ? [deleteStep(api, 'operation', `/operations/webhooks/${encodeURIComponent(operation.id)}`, operation)]
      : []),
    ...(connector ? [await connectorStep(api, connector, others)] : []),
  ];
};

const ruleSteps = async (
  api: ThousandEyesApi,
  operation: Operation,
  onRule: (read: number, all: number) => void,
): Promise<Step[]> => {
  const rules = (await listRules(api)).filter(({ readOnly }) => readOnly === undefined);
  const steps: Step[] = [];
  for (const [index, { ruleId: id, ruleName }] of rules.entries()) {
    // An unreadable rule may name the operation. Its step fails, and then nothing is deleted.
    if ((await isOnRule(api, id, operation.id)) !== false) {
      const run = () => removeFromRule(api, id, operation.id);
      steps.push({ kind: 'rule', action: 'remove', name: ruleName, id, run });
    }
    onRule(index + 1, rules.length);
  }
  return steps;
};

const connectorStep = async (
  api: ThousandEyesApi,
  connector: Connector,
  others: readonly Operation[],
): Promise<Step> => {
  for (const other of others) {
    if ((await assignedTo(api, other)).includes(connector.id)) {
      const why = `the webhook ${other.name} uses it too`;
      return { kind: 'connector', action: 'keep', name: connector.name, id: connector.id, why };
    }
  }
  return deleteStep(api, 'connector', `/connectors/generic/${encodeURIComponent(connector.id)}`, connector);
};

const deleteStep = (
  api: ThousandEyesApi,
  kind: 'operation' | 'connector',
  path: string,
  { id, name }: Connector | Operation,
): Step => ({
  kind,
  action: 'delete',
  name,
  id,
  run: async () => {
    await api.send('DELETE', path).catch((error: unknown) => {
      // The object is deleted already, perhaps by an earlier call whose answer was lost.
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    });
  },
});
