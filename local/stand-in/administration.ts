import { type ActiveAlerts, createActiveAlerts } from './active-alerts.ts';
import { type AlertRules, createAlertRules } from './alert-rules.ts';
import type { Answer, ApiCall } from './answer.ts';
import { createIntegrations, type Integrations } from './integrations.ts';

export interface Administration {
  readonly integrations: Integrations;
  readonly alertRules: AlertRules;
  readonly activeAlerts: ActiveAlerts;
  /** The answer to a call with a valid token; undefined if there is no such resource. */
  readonly answer: (call: Pick<ApiCall, 'method' | 'url' | 'body'>) => Answer | undefined;
}

const PATH = /^\/v7(\/(?:alerts|alerts\/rules(?:\/.*)?|connectors\/.*|operations\/.*))$/;

/** Whether a path belongs to the administrative part of the API. */
export const isAdministrative = (path: string): boolean => PATH.test(path);

/** The number of items in one page of a list. */
const PAGE_SIZE = 100;

/**
 * The administrative part of ThousandEyes' API v7 in one account group, limited to the calls of `npm run connect` and
 * the doctor: connectors, webhook operations, alert rules and active alerts, with masks and pages. All of it is in
 * memory.
 */
export const createAdministration = ({ pageSize = PAGE_SIZE }: { readonly pageSize?: number } = {}): Administration => {
  const activeAlerts = createActiveAlerts();
  const alertRules = createAlertRules((id) => integrations.operations.has(id), activeAlerts.clear);
  const integrations = createIntegrations(alertRules.isOnRule);
  return {
    integrations,
    alertRules,
    activeAlerts,
    answer({ method, url, body }) {
      const path = url.pathname.match(PATH)?.[1] ?? '';
      if (path === '/alerts')
        return method === 'GET' ? activeAlerts.answer(url, pageOf(url, 'alerts', pageSize)) : undefined;
      const page = pageOf(url, path.startsWith('/alerts/') ? 'alertRules' : 'items', pageSize);
      return integrations.answer(method, path, body, page) ?? alertRules.answer(method, path, body, page);
    },
  };
};

/** One page of a list, with a link to the next page. */
const pageOf =
  (url: URL, key: string, size: number) =>
  (items: readonly object[]): object => {
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const next = new URL(url);
    next.searchParams.set('cursor', String(from + size));
    const isLast = from + size >= items.length;
    return {
      [key]: items.slice(from, from + size),
      _links: { self: { href: url.href }, ...(!isLast && { next: { href: next.href } }) },
    };
  };
