import { type Alert, SEVERITIES, type Severity } from './alert.ts';

/** Which alerts are captured. Empty lists and no minimum mean all alerts. */
export interface Filters {
  readonly captureOn: 'trigger' | 'clear' | 'both';
  readonly minSeverity?: Severity | undefined;
  readonly onlyRuleIds: readonly string[];
  readonly exceptRuleIds: readonly string[];
  readonly onlyTestIds: readonly string[];
  readonly exceptTestIds: readonly string[];
  readonly accountGroups: readonly string[];
}

/** Which alerts are captured, and what their snapshots show. */
export interface Rules extends Filters {
  /** Whether the window of a trigger reaches back to the start that the alert names. If not, it shows two hours. */
  readonly reachBack: boolean;
}

export const CAPTURE_EVERYTHING: Rules = {
  captureOn: 'trigger',
  onlyRuleIds: [],
  exceptRuleIds: [],
  onlyTestIds: [],
  exceptTestIds: [],
  accountGroups: [],
  reachBack: false,
};

export type RuleReason =
  | 'severity'
  | 'rule_not_listed'
  | 'rule_excepted'
  | 'test_not_listed'
  | 'test_excepted'
  | 'account_group';

/**
 * The first rule that excludes an alert; undefined if it is captured. A rule about a field that the alert lacks
 * (severity, rule, test or account group) does not exclude it, because an unnecessary snapshot costs less than missing
 * evidence.
 */
export const ruledOut = (alert: Alert, rules: Filters): RuleReason | undefined => {
  const { severity, ruleId, testId, aid } = alert;
  if (rules.minSeverity && severity !== 'unknown' && rankOf(severity) > rankOf(rules.minSeverity)) return 'severity';
  if (isMissing(aid, rules.accountGroups)) return 'account_group';
  if (isMissing(ruleId, rules.onlyRuleIds)) return 'rule_not_listed';
  if (ruleId !== undefined && rules.exceptRuleIds.includes(ruleId)) return 'rule_excepted';
  if (isMissing(testId, rules.onlyTestIds)) return 'test_not_listed';
  if (testId !== undefined && rules.exceptTestIds.includes(testId)) return 'test_excepted';
  return undefined;
};

/** The place in SEVERITIES; 0 is the most severe. */
const rankOf = (severity: Severity): number => SEVERITIES.indexOf(severity);

const isMissing = (id: string | undefined, listed: readonly string[]): boolean =>
  id !== undefined && listed.length > 0 && !listed.includes(id);
