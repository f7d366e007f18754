import { createHash } from 'node:crypto';
import { type Account, routeOfAccount } from './account.ts';
import { isAdministrative } from './administration.ts';
import { createAdministrations } from './administrations.ts';
import { type Answer, type ApiCall, problem, UNAUTHORIZED } from './answer.ts';
import { createLimiter, limitHeaders } from './limiter.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { readSnapshotRequest, snapshotAnswer } from './snapshots.ts';

export interface ApiOptions {
  /** The valid bearer tokens. Every call reads them again, because tests rotate them. */
  readonly tokens: () => readonly string[];
  readonly snapshotLimit: number;
  readonly snapshotPeriodMs: number;
  readonly snapshots: SnapshotStore;
  /** The base URL of the pages behind the links; without it, the address of the call. */
  readonly publicUrl?: string | undefined;
  readonly account: Account;
  /** Whether a test exists; without it, all ids exist except those of the account's Endpoint Agent tests. */
  readonly isKnownTest?: ((testId: string) => boolean) | undefined;
}

const NOT_FOUND = problem(404, 'URI Resource Not Found', 'There is no such resource.');
const NO_TEST = problem(404, 'URI Resource Not Found', 'There is no such test in the account group.');
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** ThousandEyes' limit of 240 requests a minute for an organization, over all kinds of calls. */
const GENERAL_LIMIT = { calls: 240, periodMs: 60_000 };

/** The test or alert id in the path of a call; undefined for any other path. */
export const idIn = ({ method, url }: Pick<ApiCall, 'method' | 'url'>): string | undefined =>
  url.pathname.match(method === 'POST' ? /^\/v7\/tests\/(\d+)\/snapshot$/ : /^\/v7\/alerts\/(?!rules$)([^/]+)$/)?.[1];

/**
 * The usual answers of API v7 to `POST /tests/{testId}/snapshot`, to `GET /alerts/{alertId}`, and to the calls about
 * the account and its administration.
 */
export const createApi = (options: ApiOptions) => {
  const { tokens, snapshotLimit, snapshotPeriodMs, snapshots, account, publicUrl, isKnownTest } = options;
  const madeBefore = [...snapshots.all.values()].map(({ createdAt }) => createdAt);
  const allowSnapshot = createLimiter(snapshotLimit, snapshotPeriodMs, madeBefore);
  const allowCall = createLimiter(GENERAL_LIMIT.calls, GENERAL_LIMIT.periodMs);
  const administer = createAdministrations(account);

  // ThousandEyes makes no snapshots of Endpoint Agent tests, which have another path in its API.
  const endpointTests = new Set(account.tests.flatMap(({ testId, isEndpoint }) => (isEndpoint ? [testId] : [])));
  const ofLookups = new Set<string>();
  const isTest = (testId: string): boolean =>
    !endpointTests.has(testId) && (isKnownTest === undefined || isKnownTest(testId) || ofLookups.has(testId));

  const createSnapshot = (testId: string, aid: string | undefined, { body, url }: ApiCall): Answer => {
    if (!isTest(testId)) return NO_TEST;
    const read = readSnapshotRequest(body);
    if ('faults' in read) {
      const title = 'Request validation failed. There are invalid or missing fields';
      return problem(400, title, 'Your request object contains invalid fields.', { errors: read.faults });
    }
    const limit = allowSnapshot(Date.now());
    if (!limit.allowed) {
      const detail = `At most ${limit.limit} snapshots may be created in ${snapshotPeriodMs / 1000} seconds.`;
      return { ...problem(429, 'Too Many Requests', detail), headers: limitHeaders(limit) };
    }
    const id = `w${(snapshots.all.size + 1).toString(36)}${testId.slice(-6)}`;
    const snapshot = { ...read.request, id, testId, aid, createdAt: Date.now() };
    snapshots.add(snapshot);
    return { status: 201, body: snapshotAnswer(snapshot, url.origin, publicUrl), headers: limitHeaders(limit) };
  };

  /** The answer to a call with a valid token; undefined if there is no such resource. */
  const routeOf = (call: ApiCall): (() => Answer) | undefined => {
    if (isAdministrative(call.url.pathname)) return () => administer(call) ?? NOT_FOUND;
    const id = idIn(call);
    if (id === undefined) return routeOfAccount(call, account);
    const aid = call.url.searchParams.get('aid') ?? undefined;
    if (aid !== undefined && !/^\d+$/.test(aid)) {
      return () => problem(403, 'Forbidden', 'The account group is not yours.');
    }
    if (call.method === 'POST') return () => createSnapshot(id, aid, call);
    return () => {
      ofLookups.add(testIdOfAlert(id));
      return showAlert(id, call.url);
    };
  };

  return (call: ApiCall): Answer => {
    const route = routeOf(call);
    if (route === undefined) return NOT_FOUND;
    if (!tokens().some((token) => call.authorization === `Bearer ${token}`)) return UNAUTHORIZED;
    const general = allowCall(Date.now());
    if (!general.allowed) {
      return {
        ...problem(429, 'Too Many Requests', 'Exhausted rate limit for the organization'),
        headers: limitHeaders(general),
      };
    }
    const answer = route();
    return { ...answer, headers: { ...limitHeaders(general), ...answer.headers } };
  };
};

/** Answers `GET /alerts/{alertId}`. Every UUID is an alert, and always belongs to the same test. */
const showAlert = (alertId: string, { origin, search }: URL): Answer => {
  if (!UUID.test(alertId)) return problem(400, 'Bad Request', 'alertId must be a UUID.');
  const body = {
    id: alertId,
    alertType: 'http-server',
    severity: 'major',
    alertSeverity: 'major',
    state: 'trigger',
    alertState: 'trigger',
    startDate: new Date(Date.now() - 120_000).toISOString(),
    violationCount: 1,
    duration: 120,
    suppressed: false,
    meta: { version: 1 },
    details: [],
    _links: {
      test: { href: `${origin}/v7/tests/http-server/${testIdOfAlert(alertId)}${search}` },
      rule: { href: `${origin}/v7/alerts/rules/127094${search}` },
      self: { href: `${origin}/v7/alerts/${alertId}${search}` },
      appLink: { href: `https://app.thousandeyes.com/alerts/list/?alertId=${alertId}` },
    },
  };
  return { status: 200, body };
};

/** The test of an alert. The stand-in derives it from the alert's id. */
export const testIdOfAlert = (alertId: string): string =>
  String(createHash('sha256').update(alertId.toLowerCase()).digest().readUInt32BE(0) + 1);
