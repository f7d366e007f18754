import { isOnRule, listRules } from '../../connect/alert-rules.ts';
import { ApiError } from '../../connect/api-errors.ts';
import { assignedTo } from '../../connect/existing.ts';
import { type Connector, type Operation, readConnector, readOperation } from '../../connect/integrations.ts';
import type { ThousandEyesApi } from '../../connect/thousandeyes-api.ts';
import { fail, type Findings, type Judgment, ok, skipped, warn } from './finding.ts';

/** The list of rules has no notifications, so each rule costs a call. This many use half of the calls of one minute. */
const RULES_READ = 100;

const ATTACH = 'npm run connect -- URL --match TEXT attaches it to alert rules; --all --dry-run lists them.';

/**
 * Whether ThousandEyes has an enabled webhook that sends to this address, and how many alert rules notify that webhook.
 */
export const probeAttachment = async (api: Pick<ThousandEyesApi, 'get' | 'list'>, url: string): Promise<Findings> => {
  const found = await unlessRefused('integrations:manage', () => operationsTo(api, url));
  if (!Array.isArray(found)) return { 'webhook-attached': found, 'alert-rules': found };
  const attached = judgeOperations(found);
  const enabled = found.filter(isEnabled).map(({ id }) => id);
  if (enabled.length === 0)
    return { 'webhook-attached': attached, 'alert-rules': skipped('no enabled webhook sends to this address') };
  return {
    'webhook-attached': attached,
    'alert-rules': await unlessRefused('alerts:manage', () => judgeRules(api, enabled)),
  };
};

const isEnabled = ({ enabled }: Operation): boolean => enabled !== false;

/** The webhook operations for alerts whose connector leads to `url`. */
const operationsTo = async (api: Pick<ThousandEyesApi, 'get' | 'list'>, url: string): Promise<Operation[]> => {
  const connectors = (await api.list('/connectors/generic', 'items')).flatMap((item) => readConnector(item) ?? []);
  const operations = (await api.list('/operations/webhooks', 'items')).flatMap((item) => readOperation(item) ?? []);
  const found: Operation[] = [];
  for (const operation of operations.filter(({ category }) => category === 'alerts')) {
    const leading = connectors.filter((connector) => addressOf(connector, operation) === new URL(url).href);
    if (leading.length === 0) continue;
    const assigned = await assignedTo(api, operation);
    if (leading.some(({ id }) => assigned.includes(id))) found.push(operation);
  }
  return found;
};

/** The address that an operation sends to through a connector; undefined if the connector has no address. */
const addressOf = ({ target }: Connector, { path }: Operation): string | undefined =>
  URL.parse(path ? `${target?.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}` : (target ?? ''))?.href;

const judgeOperations = (operations: readonly Operation[]): Judgment => {
  const on = operations.find(isEnabled);
  if (on) return ok(`The webhook ${on.name} of ThousandEyes sends to this address and is enabled.`);
  const [off] = operations;
  return off
    ? fail(`The webhook ${off.name} of ThousandEyes is disabled.`, 'Enable it, or run npm run connect again.')
    : fail(
        'No webhook of ThousandEyes sends to this address.',
        `${ATTACH} If ThousandEyes calls another address of this deployment, name that one: --webhook-url.`,
      );
};

const judgeRules = async (api: Pick<ThousandEyesApi, 'get' | 'list'>, operationIds: readonly string[]) => {
  const rules = (await listRules(api)).filter(({ readOnly }) => readOnly === undefined);
  const read = rules.slice(0, RULES_READ);
  let carrying = 0;
  for (const { ruleId } of read) if (await isOnRule(api, ruleId, ...operationIds)) carrying += 1;
  const looked = read.length === rules.length ? `${rules.length}` : `the first ${read.length} of ${rules.length}`;
  const said = `Of ${looked} alert ${rules.length === 1 ? 'rule' : 'rules'}`;
  if (carrying > 0) return ok(`${said}, ${carrying} ${carrying === 1 ? 'notifies' : 'notify'} it.`);
  return read.length === rules.length
    ? fail(`${said}, none notifies it, so no alert comes.`, ATTACH)
    : warn(`${said}, none notifies it. The others were not read.`, ATTACH);
};

/** Skips a check if ThousandEyes refuses it: the worker's token does not need that permission. */
const unlessRefused = async <T>(scope: string, run: () => Promise<T>): Promise<T | Judgment> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status } = error;
    if (status === 403)
      return skipped(`the token's user lacks the permission, or its OAuth client the scope ${scope} (403)`);
    return skipped(status === undefined ? 'ThousandEyes gave no readable answer' : `ThousandEyes answers ${status}`);
  }
};
