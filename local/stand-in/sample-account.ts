import type { Account } from './account.ts';

/** The account to which the samples in `events/` belong. */
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
