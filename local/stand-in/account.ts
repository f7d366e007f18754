import { type Answer, type ApiCall, problem } from './answer.ts';

/** What the only user of the stand-in may see: the account groups, and the tests and alert rules in each. */
export interface Account {
  readonly accountGroups: readonly { readonly aid: string; readonly name: string; readonly isDefault?: boolean }[];
  readonly tests: readonly {
    readonly aid: string;
    readonly testId: string;
    readonly testName: string;
    readonly type: string;
    readonly enabled?: boolean;
    /** Whether it is a private snapshot (saved event). ThousandEyes lists these among the tests. */
    readonly savedEvent?: boolean;
    /** Whether it is a test of Endpoint Agents, which has another list and no snapshots. */
    readonly isEndpoint?: boolean;
  }[];
  readonly alertRules: readonly {
    readonly aid: string;
    readonly ruleId: string;
    readonly ruleName: string;
    /** `agent` is a rule of agent notifications, which the API cannot change. */
    readonly alertType: string;
    readonly expression: string;
    readonly testIds: readonly string[];
    readonly isActive?: boolean;
  }[];
}

/**
 * Answers `GET /account-groups`, `GET /tests` and `GET /endpoint/tests/scheduled-tests`; undefined for any other call.
 * `aid` names the account group of a list of tests; without it, the default group is used.
 */
export const routeOfAccount = ({ method, url }: ApiCall, account: Account): (() => Answer) | undefined => {
  if (method !== 'GET') return undefined;
  const current = url.searchParams.get('aid') ?? account.accountGroups.find(({ isDefault }) => isDefault)?.aid;
  const _links = { self: { href: `${url.origin}${url.pathname}` } };
  switch (url.pathname) {
    case '/v7/account-groups':
      return () => ({ status: 200, body: { accountGroups: infosOf(account, current), _links } });
    case '/v7/tests':
      return () => listOf(account, current, false, _links);
    case '/v7/endpoint/tests/scheduled-tests':
      return () => listOf(account, current, true, _links);
    default:
      return undefined;
  }
};

const infosOf = ({ accountGroups }: Account, current: string | undefined) =>
  accountGroups.map(({ aid, name, isDefault = false }) => ({
    aid,
    accountGroupName: name,
    isCurrentAccountGroup: aid === current,
    isDefaultAccountGroup: isDefault,
    organizationName: 'Example',
    orgId: '20011',
  }));

const listOf = (
  { accountGroups, tests }: Account,
  current: string | undefined,
  ofEndpoints: boolean,
  _links: object,
): Answer => {
  if (!accountGroups.some(({ aid }) => aid === current)) {
    return problem(403, 'Forbidden', 'The account group is not yours.');
  }
  const listed = tests.filter(({ aid, isEndpoint = false }) => aid === current && isEndpoint === ofEndpoints);
  return { status: 200, body: { tests: listed.map(ofEndpoints ? endpointTest : simpleTest), _links } };
};

const simpleTest = ({
  testId,
  testName,
  type,
  enabled = true,
  savedEvent = false,
}: Account['tests'][number]): object => ({
  testId,
  testName,
  type,
  interval: 120,
  enabled,
  alertsEnabled: enabled,
  savedEvent,
  liveShare: false,
  createdBy: 'operator@example.com',
  createdDate: '2025-01-01T00:00:00Z',
});

const endpointTest = ({ testId, testName, type, enabled = true }: Account['tests'][number]): object => ({
  testId,
  testName,
  type,
  interval: 300,
  isEnabled: enabled,
  createdDate: '2025-01-01T00:00:00Z',
});
