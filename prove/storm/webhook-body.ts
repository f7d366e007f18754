import type { PlannedAlert } from './plan.ts';

/** The alert as a classic webhook of ThousandEyes has it. */
export const webhookBodyOf = ({ alertId, testId, severity }: PlannedAlert): string =>
  JSON.stringify({
    eventId: `${alertId}-1`,
    eventType: 'ALERT_NOTIFICATION_TRIGGER',
    alert: {
      alertId: Number(alertId),
      testId: Number(testId),
      testName: `Test ${testId}`,
      severity,
      active: 1,
      type: 'HTTP Server',
      ruleAid: 74411,
      ruleId: 5_120_077,
      ruleName: 'Unreachable',
      ruleExpression: 'Error is present',
      permalink: `https://app.thousandeyes.com/alerts/list/?__a=74411&alertId=${alertId}`,
    },
  });
