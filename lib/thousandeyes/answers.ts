import * as z from 'zod/mini';
import type { Alert } from '../alerts/alert.ts';
import { idAtEndOf, numericId, orAbsent, severity, text } from '../alerts/fields.ts';
import { present } from '../present.ts';
import type { Snapshot } from '../captures/capture.ts';
import { toSecond, type Window } from '../captures/window.ts';

/*
 * The bodies that ThousandEyes answers. The vendor's OpenAPI document guarantees no field of them,
 * so only what the project cannot do without is required: the link, the alert's test.
 */

const link = z.looseObject({ href: z.url({ protocol: /^https?$/ }) });
const optionalLink = orAbsent(z.looseObject({ href: z.string() }));

const snapshotBody = z.looseObject({
  shareDate: orAbsent(z.iso.datetime({ offset: true })),
  test: z.catch(z.looseObject({ savedEvent: orAbsent(z.boolean()) }), {}),
  _links: z.looseObject({ appLink: link }),
});

const alertBody = z.looseObject({
  alertType: text,
  severity: severity,
  alertSeverity: severity,
  startDate: text,
  _links: z.looseObject({
    test: z.optional(z.looseObject({ href: z.string() })),
    rule: optionalLink,
    appLink: optionalLink,
  }),
});

const problemBody = z.looseObject({
  title: text,
  detail: text,
  errors: z.catch(
    z.array(z.catch(z.looseObject({ field: text, message: text }), { field: undefined, message: undefined })),
    [],
  ),
});

/** A snapshot expires 30 days after it was created (vendor's documentation). */
const LIFETIME_MS = 30 * 24 * 60 * 60_000;

/** Text as JSON of `schema`, or undefined. */
const parse = <T>(schema: z.ZodMiniType<T>, body: string): T | undefined => {
  try {
    return schema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined; // not JSON: an answer from something between us and the API
  }
};

/** A 201's body. Undefined where it has no usable link. `window` is what was asked for. */
export const readSnapshotBody = (body: string, window: Window, now: number): Snapshot | undefined => {
  const parsed = parse(snapshotBody, body);
  if (parsed === undefined) return undefined;
  const { href } = parsed._links.appLink;
  const created = parsed.shareDate === undefined ? now : Date.parse(parsed.shareDate);
  return { ...window, link: href, expiresAt: toSecond(created + LIFETIME_MS), visibility: visibilityOf(href, parsed) };
};

/** `isPublic` is documented inconsistently, so the answer says which kind came back: by host, else by `savedEvent`. */
const visibilityOf = (href: string, { test }: z.infer<typeof snapshotBody>): Snapshot['visibility'] => {
  if (new URL(href).hostname.endsWith('.share.thousandeyes.com')) return 'public';
  if (test.savedEvent === undefined) return 'unknown';
  return test.savedEvent ? 'private' : 'public';
};

/** What `GET /alerts/{alertId}` adds to an alert. */
export interface LookupBody {
  /** Absent: the alert is about no test (agent, device, outage). */
  readonly testId?: string | undefined;
  readonly alert: Partial<Alert>;
}

/**
 * A looked-up alert. The test's id is the last segment of its link; an alert without that link is about no test.
 * Undefined where the body is no alert, or its link names no test: that is for another try, not for a verdict.
 */
export const readAlertBody = (body: string): LookupBody | undefined => {
  const parsed = parse(alertBody, body);
  if (parsed === undefined) return undefined;
  const { test, rule, appLink } = parsed._links;
  const testId = idAtEndOf(test?.href);
  if (test !== undefined && testId === undefined) return undefined;
  const found = parsed.alertSeverity === 'unknown' ? parsed.severity : parsed.alertSeverity;
  const alert = {
    severity: found,
    alertType: parsed.alertType,
    startedAt: parsed.startDate,
    ruleId: numericId.parse(idAtEndOf(rule?.href)),
    permalink: appLink?.href,
  };
  return { testId, alert: present(alert) };
};

const MAX_DETAIL = 500;

/** What a problem body says, on one bounded line without links: title, detail and every field's fault. */
export const readProblem = (body: string): string => {
  const problem = parse(problemBody, body);
  if (problem === undefined) return '';
  const faults = problem.errors.map(({ field, message }) => [field, message].filter(Boolean).join(': '));
  return [...new Set([problem.title, problem.detail, ...faults])]
    .filter(Boolean)
    .join('; ')
    .replaceAll(/https?:\/\/\S+/gi, '[link]')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, MAX_DETAIL)
    .toWellFormed();
};
