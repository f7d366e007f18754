import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.ts';

interface ActiveAlert {
  readonly id: string;
  readonly ruleId: string;
  readonly startedAt: number;
}

/** The active alerts, by the rule that triggered them. */
export interface ActiveAlerts {
  readonly trigger: (ruleId: string) => void;
  /**
   * Clears the alerts of a rule, as ThousandEyes does after an edit. ThousandEyes may trigger them again; this does
   * not.
   */
  readonly clear: (ruleId: string) => void;
  /** Answers `GET /alerts`, which lists the active alerts unless the query names another state. */
  readonly answer: (url: URL, page: (alerts: object[]) => object) => Answer;
}

export const createActiveAlerts = (): ActiveAlerts => {
  let alerts: readonly ActiveAlert[] = [];
  return {
    trigger: (ruleId) => void (alerts = [...alerts, { id: randomUUID(), ruleId, startedAt: Date.now() }]),
    clear: (ruleId) => void (alerts = alerts.filter((alert) => alert.ruleId !== ruleId)),
    answer: (url, page) => {
      const listed = (url.searchParams.get('state') ?? 'trigger') === 'trigger' ? alerts : [];
      return { status: 200, body: page(listed.map((alert) => shown(alert, url.origin))) };
    },
  };
};

const shown = ({ id, ruleId, startedAt }: ActiveAlert, origin: string): object => ({
  id,
  alertId: id,
  alertType: 'http-server',
  startDate: new Date(startedAt).toISOString(),
  violationCount: 1,
  duration: Math.floor((Date.now() - startedAt) / 1000),
  suppressed: false,
  meta: { version: 1 },
  alertRuleId: ruleId,
  alertState: 'trigger',
  alertSeverity: 'major',
  _links: {
    rule: { href: `${origin}/v7/alerts/rules/${ruleId}` },
    self: { href: `${origin}/v7/alerts/${id}` },
  },
});
