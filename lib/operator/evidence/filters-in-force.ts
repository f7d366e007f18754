import type { Filters } from '../../alerts/rules.ts';

const ids = (list: readonly string[]): string => list.join(', ');

/** The filters in force, one sentence each. A filter on a field that the alert lacks does not exclude the alert. */
export const filtersInForce = (filters: Filters): string[] => {
  const { captureOn, minSeverity, onlyRuleIds, exceptRuleIds, onlyTestIds, exceptTestIds, accountGroups } = filters;
  return [
    CAPTURE_ON[captureOn],
    ...(minSeverity === undefined ? [] : [`Only severity ${minSeverity} and above (MIN_SEVERITY).`]),
    ...(onlyRuleIds.length > 0 ? [`Only of the alert rules ${ids(onlyRuleIds)} (ONLY_RULE_IDS).`] : []),
    ...(exceptRuleIds.length > 0 ? [`None of the alert rules ${ids(exceptRuleIds)} (EXCEPT_RULE_IDS).`] : []),
    ...(onlyTestIds.length > 0 ? [`Only of the tests ${ids(onlyTestIds)} (ONLY_TEST_IDS).`] : []),
    ...(exceptTestIds.length > 0 ? [`None of the tests ${ids(exceptTestIds)} (EXCEPT_TEST_IDS).`] : []),
    ...(accountGroups.length > 0 ? [`Only of the account groups ${ids(accountGroups)} (ACCOUNT_GROUPS).`] : []),
  ];
};

const CAPTURE_ON: Readonly<Record<Filters['captureOn'], string>> = {
  trigger: 'Only alerts that trigger, none that clear (CAPTURE_ON=trigger).',
  clear: 'Only alerts that clear, none that trigger (CAPTURE_ON=clear).',
  both: 'Alerts that trigger and alerts that clear (CAPTURE_ON=both).',
};
