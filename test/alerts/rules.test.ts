import { describe, expect, it } from 'vitest';
import { CAPTURE_EVERYTHING, type Rules, ruledOut } from '../../lib/alerts/rules.ts';
import { rulesOf } from '../../lib/runtime/config.ts';
import { anAlert, without } from '../support/factories.ts';

describe('rules: an alert of severity major, rule 5120077, test 3417721, account group 74411', () => {
  it.each<{ name: string; rules: Partial<Rules>; reason: string | undefined }>([
    { name: 'none', rules: {}, reason: undefined },
    { name: 'at least its severity', rules: { minSeverity: 'major' }, reason: undefined },
    { name: 'at least a lower severity', rules: { minSeverity: 'info' }, reason: undefined },
    { name: 'at least a higher severity', rules: { minSeverity: 'critical' }, reason: 'severity' },
    { name: 'only its rule', rules: { onlyRuleIds: ['1', '5120077'] }, reason: undefined },
    { name: 'only other rules', rules: { onlyRuleIds: ['1'] }, reason: 'rule_not_listed' },
    { name: 'not its rule', rules: { exceptRuleIds: ['5120077'] }, reason: 'rule_excepted' },
    { name: 'not other rules', rules: { exceptRuleIds: ['1'] }, reason: undefined },
    { name: 'only its test', rules: { onlyTestIds: ['3417721'] }, reason: undefined },
    { name: 'only other tests', rules: { onlyTestIds: ['1'] }, reason: 'test_not_listed' },
    { name: 'not its test', rules: { exceptTestIds: ['3417721'] }, reason: 'test_excepted' },
    { name: 'its account group', rules: { accountGroups: ['74411'] }, reason: undefined },
    { name: 'another account group', rules: { accountGroups: ['1'] }, reason: 'account_group' },
  ])('is captured unless the rules speak against it: $name', ({ rules, reason }) => {
    expect(ruledOut(anAlert(), { ...CAPTURE_EVERYTHING, ...rules })).toBe(reason);
  });

  it('passes by what it does not tell', () => {
    const alert = { ...without(anAlert(), 'ruleId', 'testId', 'aid'), severity: 'unknown' as const };
    const rules: Rules = {
      captureOn: 'trigger',
      minSeverity: 'critical',
      onlyRuleIds: ['1'],
      exceptRuleIds: ['2'],
      onlyTestIds: ['1'],
      exceptTestIds: ['2'],
      accountGroups: ['1'],
      reachBack: false,
    };

    expect(ruledOut(alert, rules)).toBeUndefined();
  });
});

describe('rules: the configuration', () => {
  it('names them one by one', () => {
    const rules = rulesOf({
      CAPTURE_ON: 'both',
      MIN_SEVERITY: 'minor',
      ONLY_RULE_IDS: ['1'],
      EXCEPT_RULE_IDS: ['2'],
      ONLY_TEST_IDS: ['3'],
      EXCEPT_TEST_IDS: ['4'],
      ACCOUNT_GROUPS: ['5'],
      REACH_BACK: true,
    });

    expect(rules).toEqual({
      captureOn: 'both',
      minSeverity: 'minor',
      onlyRuleIds: ['1'],
      exceptRuleIds: ['2'],
      onlyTestIds: ['3'],
      exceptTestIds: ['4'],
      accountGroups: ['5'],
      reachBack: true,
    });
  });
});
