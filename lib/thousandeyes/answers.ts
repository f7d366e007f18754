import * as z from 'zod/mini';
import type { Alert } from '../alerts/alert.ts';
import {
  accountGroupOf,
  idAtEndOf,
  isEndpointLink,
  orAbsent,
  pageLink,
  severity,
  testIdOf,
  text,
} from '../alerts/fields.ts';
import { type WithoutSnapshot, withoutSnapshot } from '../alerts/without-snapshot.ts';
import { present } from '../present.ts';
import type { Snapshot } from '../captures/snapshot.ts';
import { visibilityOf } from '../captures/link-kind.ts';
import { toSecond, type Window } from '../captures/window.ts';

/*
 * The bodies of ThousandEyes' answers. The vendor's OpenAPI document guarantees none of their fields, so nothing is
 * required except the `_links` of an alert.
 */

const link = z.looseObject({
  // The URL as a parser writes it, so that no other text can be shown as a link.
  href: z.pipe(
    z.url({ protocol: /^https?$/ }),
    z.transform((href) => new URL(href).href),
  ),
});
const optionalLink = orAbsent(z.looseObject({ href: z.string() }));

const snapshotBody = z.looseObject({
  shareDate: orAbsent(z.iso.datetime({ offset: true })),
  test: z.catch(z.looseObject({ savedEvent: orAbsent(z.boolean()) }), {}),
  id: text,
  _links: z.catch(z.looseObject({ appLink: orAbsent(link) }), {}),
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

/**
 * The documented shapes of a problem: `problem+json`, an older one with a list of errors, and one with only a message.
 */
const problemBody = z.looseObject({
  title: text,
  detail: text,
  errorMessage: text,
  errors: z.catch(
    z.array(z.catch(z.union([z.looseObject({ code: text, field: text, message: text }), z.string()]), '')),
    [],
  ),
});

/**
 * A share link expires 30 days after its creation. For other links, the API's page says the same and the retention page
 * does not.
 */
const LIFETIME_MS = 30 * 24 * 60 * 60_000;

/** Parses JSON of `schema`; undefined if the text is something else. */
const parse = <T>(schema: z.ZodMiniType<T>, body: string): T | undefined => {
  try {
    return schema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined; // not JSON: a proxy between this code and the API answered
  }
};

/**
 * Reads the body of a successful POST, with or without a usable link.
 *
 * @param window the range that was requested
 * @param now epoch milliseconds
 * @returns undefined if the body cannot be read
 */
export const readSnapshotBody = (body: string, window: Window, now: number): Snapshot | undefined => {
  const parsed = parse(snapshotBody, body);
  if (parsed === undefined) return undefined;
  const { appLink } = parsed._links;
  const created = parsed.shareDate === undefined ? now : Date.parse(parsed.shareDate);
  const expiresAt = toSecond(created + LIFETIME_MS);
  const visibility = appLink ? visibilityOf(appLink.href, parsed.test.savedEvent) : 'unknown';
  return { ...window, expiresAt, visibility, ...present({ id: parsed.id, link: appLink?.href }) };
};

/** The fields that `GET /alerts/{alertId}` adds to an alert. */
export interface LookupBody {
  /** Absent if the answer names no test. */
  readonly testId?: string | undefined;
  /** The reason that the alert can have no snapshot, if the answer gives one. */
  readonly without?: WithoutSnapshot | undefined;
  readonly alert: Partial<Alert>;
}

/**
 * Reads a looked-up alert, whose test link ends in the test's id. Undefined if the body is no alert, or if its test
 * link names no test; the look-up is then tried again.
 */
export const readAlertBody = (body: string): LookupBody | undefined => {
  const parsed = parse(alertBody, body);
  if (parsed === undefined) return undefined;
  const { test, rule, appLink } = parsed._links;
  const testId = testIdOf(test?.href);
  const isEndpoint = isEndpointLink(test?.href);
  if (test !== undefined && testId === undefined && !isEndpoint) return undefined;
  const types = [parsed.alertType, isEndpoint ? 'endpoint' : undefined];
  const alert = {
    severity: parsed.alertSeverity === 'unknown' ? parsed.severity : parsed.alertSeverity,
    alertType: parsed.alertType,
    startedAt: parsed.startDate,
    ruleId: idAtEndOf(rule?.href),
    aid: accountGroupOf(appLink?.href),
    permalink: pageLink.parse(appLink?.href),
  };
  const without = withoutSnapshot({ types, testId, namesTest: test !== undefined });
  return { testId, alert: present(alert), ...present({ without }) };
};

const MAX_DETAIL = 500;

/** Reads a problem body: title, detail and the fault of every field, on one bounded line without links. */
export const readProblem = (body: string): string => {
  const problem = parse(problemBody, body);
  if (problem === undefined) return '';
  const faults = problem.errors.map((error) =>
    typeof error === 'string' ? error : [error.field, error.message].filter(Boolean).join(': '),
  );
  return [...new Set([problem.title, problem.detail, problem.errorMessage, ...faults])]
    .filter(Boolean)
    .join('; ')
    .replaceAll(/https?:\/\/\S+/gi, '[link]')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, MAX_DETAIL)
    .toWellFormed();
};

/** Reads the codes of a problem body's errors. */
export const readErrorCodes = (body: string): string[] =>
  (parse(problemBody, body)?.errors ?? []).flatMap((error) => (typeof error === 'string' ? [] : (error.code ?? [])));
