import { type Answer, type ApiCall, problem } from './answer.ts';

/** What the stand-in's one user may see: the account groups, and the tests and alert rules in each. */
export interface Account {
  readonly accountGroups: readonly { readonly aid: string; readonly name: string; readonly isDefault?: boolean }[];
  readonly tests: readonly {
    readonly aid: string;
    readonly testId: string;
    readonly testName: string;
    readonly type: string;
    readonly enabled?: boolean;
    /** A saved event, now called a private snapshot: the vendor lists them among the tests. */
    readonly savedEvent?: boolean;
    /** Of Endpoint Agents: another list, and no snapshots. */
    readonly isEndpoint?: boolean;
  }[];
  readonly alertRules: readonly {
    readonly aid: string;
    readonly ruleId: string;
    readonly ruleName: string;
    /** `agent`: of agent notifications, which nobody can change by the API. */
    readonly alertType: string;
    readonly expression: string;
    readonly testIds: readonly string[];
    readonly isActive?: boolean;
  }[];
}

/** The account that the samples in `events/` are of. */
export const SAMPLE_ACCOUNT: Account = {
  accountGroups: [
    { aid: '74411', name: 'Operations', isDefault: true },
    { aid: '74412', name: 'Branches' },
  ],
  tests: [
    { aid: '74411', testId: '3417721', testName: 'Shop checkout', type: 'http-server' },
    { aid: '74411', testId: '3417722', testName: 'Old shop', type: 'page-load', enabled: false },
    { aid: '74411', testId: '3417723', testName: 'Outage of May', type: 'http-server', savedEvent: true },
    { aid: '74411', testId: '584739201', testName: 'Laptops to shop', type: 'http-server', isEndpoint: true },
    { aid: '74412', testId: '3417731', testName: 'Branch uplink', type: 'agent-to-server' },
  ],
  alertRules: [
    {
      aid: '74411',
      ruleId: '5120077',
      ruleName: 'Checkout unreachable',
      alertType: 'http-server',
      expression: '((errorType != "None"))',
      testIds: ['3417721'],
      isActive: true,
    },
    {
      aid: '74411',
      ruleId: '5120101',
      ruleName: 'Old shop slow',
      alertType: 'page-load',
      expression: '((pageLoadTime >= 4000 ms))',
      testIds: ['3417722'],
    },
    {
      aid: '74411',
      ruleId: '292726',
      ruleName: 'Agent offline',
      alertType: 'agent',
      expression: '((lastContact >= 15 min))',
      testIds: [],
    },
    {
      aid: '74412',
      ruleId: '5120133',
      ruleName: 'Branch uplink loss',
      alertType: 'end-to-end-server',
      expression: '((loss >= 10%))',
      testIds: ['3417731'],
    },
  ],
};

/**
 * `GET /account-groups`, `GET /tests` and `GET /endpoint/tests/scheduled-tests`; undefined for any other call.
 * `aid` names the account group of a list of tests; without it, the default one counts.
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
