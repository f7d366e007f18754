import { type Answer, problem } from './answer.ts';

type Item = Readonly<Record<string, unknown>>;

interface StoredRule extends Item {
  readonly ruleId: string;
  readonly alertType?: string;
  readonly testIds?: readonly string[];
  readonly notifications?: { readonly customWebhook?: readonly { readonly integrationId: string }[] };
}

const parse = (text: string): StoredRule => JSON.parse(text) as StoredRule;

const webhookIdsOf = ({ notifications }: StoredRule): string[] =>
  (notifications?.customWebhook ?? []).map(({ integrationId }) => integrationId);

const NOT_FOUND = problem(404, 'URI Resource Not Found', 'There is no such alert rule.');

/** Alert rules by id, each as the JSON text of its last PUT. A field that a PUT leaves out is deleted. */
export interface AlertRules {
  readonly rules: Map<string, string>;
  readonly isOnRule: (operationId: string) => boolean;
  /** Answers a call under `/alerts/rules`; undefined for any other. */
  readonly answer: (method: string, path: string, body: string, page: (items: Item[]) => object) => Answer | undefined;
}

/**
 * @param isIntegration whether an id belongs to a webhook operation that a rule can notify
 * @param onEdited called with the id of an edited rule
 */
export const createAlertRules = (
  isIntegration: (id: string) => boolean,
  onEdited: (ruleId: string) => void,
): AlertRules => {
  const rules = new Map<string, string>();
  const onRules = () => [...rules.values()].flatMap((text) => webhookIdsOf(parse(text)));

  const update = (ruleId: string, text: string): Answer => {
    const before = parse(rules.get(ruleId) ?? '{}');
    const rule = parse(text);
    const missing = ['ruleName', 'expression', 'alertType', 'roundsViolatingOutOf'].find((field) => !(field in rule));
    const known = new Set(webhookIdsOf(before));
    if (before.alertType === 'agent') return problem(403, 'Forbidden', 'Rules of agent notifications are read-only.');
    if (missing) return problem(400, 'Bad Request', `${missing} is required`);
    if ('tests' in rule) return problem(400, 'Bad Request', 'tests is read-only');
    if (!webhookIdsOf(rule).every((id) => known.has(id) || isIntegration(id)))
      return problem(400, 'Bad Request', 'no such custom webhook');
    rules.set(ruleId, text);
    onEdited(ruleId);
    return { status: 200, body: text };
  };

  return {
    rules,
    isOnRule: (operationId) => onRules().includes(operationId),
    answer(method, path, body, page) {
      const [, slash, ruleId] = path.match(/^\/alerts\/rules(?:(\/)(\d+))?$/) ?? [path];
      if (!path.startsWith('/alerts/rules')) return undefined;
      if (slash === undefined) return { status: 200, body: page([...rules.values()].map(listed)) };
      const text = rules.get(ruleId ?? '');
      if (text === undefined) return method === 'GET' ? { status: 200, body: '' } : NOT_FOUND;
      return method === 'PUT' ? update(ruleId ?? '', body) : { status: 200, body: expanded(text) };
    },
  };
};

/** A rule as the list shows it: without notifications and tests. */
const listed = (text: string): Item => {
  const { notifications: _notifications, testIds: _testIds, ...base } = parse(text);
  return base;
};

/** A rule as GET returns it: the stored text, with the tests as objects, and with links. */
const expanded = (text: string): string => {
  const { ruleId, testIds = [] } = parse(text);
  const tests = testIds.map((testId) => ({
    testId,
    testName: `Test ${testId}`,
    type: 'http-server',
    interval: 120,
  }));
  const links = { self: { href: `https://api.thousandeyes.com/v7/alerts/rules/${ruleId}` } };
  return `${text.slice(0, -1)},"tests":${JSON.stringify(tests)},"_links":${JSON.stringify(links)}}`;
};
