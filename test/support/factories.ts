import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Alert } from '../../lib/alerts/alert.ts';
import { type Capture, type Failed, newCapture } from '../../lib/captures/capture.ts';
import type { CaptureFields } from '../../lib/captures/capture-fields.ts';
import type { Snapshot } from '../../lib/captures/snapshot.ts';
import type { Quota } from '../../lib/planning/quota.ts';
import { toSecond, type WindowHours, windowEndingAt } from '../../lib/captures/window.ts';

/** Monday, 2026-03-02, 10:00:00 UTC. The factories' items arrive then, unless a test sets another time. */
export const NOW = Date.UTC(2026, 2, 2, 10);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const A_UUID = '5b1f6c1e-3a40-4c5e-9d11-0a7c3f2e8d64';
export const A_LINK = 'https://qkzvw.share.thousandeyes.com/view/tests/?roundId=1772445600';

/** A triggered alert with all fields of the classic webhook. */
export const anAlert = (overrides: Partial<Alert> = {}): Alert => ({
  transition: 'trigger',
  severity: 'major',
  testId: '3417721',
  testName: 'Shop checkout',
  aid: '74411',
  alertId: A_UUID,
  eventId: '512004711-203114456',
  alertType: 'HTTP Server',
  ruleId: '5120077',
  ruleName: 'Checkout unreachable',
  startedAt: '2026-03-02T09:58:00Z',
  permalink: 'https://app.thousandeyes.com/alerts/list/?__a=74411',
  ...overrides,
});

type State = Capture['state'];
export type CaptureIn<S extends State> = Extract<Capture, { readonly state: S }>;
/** The fields that a test sets itself. */
export type CaptureOverrides = Partial<CaptureFields> & { readonly announcedAt?: number; readonly endedAt?: number };

/**
 * A pending capture of an alert that arrived at `receivedAt` (default NOW), when its window of two hours ends. A
 * capture in another state gets the fields that the state requires.
 */
export const aCapture = <S extends State = 'pending'>(
  overrides: CaptureOverrides & { readonly state?: S } = {},
): CaptureIn<S> => {
  const receivedAt = overrides.receivedAt ?? NOW;
  const pending = newCapture({
    id: 'c0ffee00000000000000000000000001',
    reason: 'alert',
    receivedAt,
    severity: 'major',
    testId: '3417721',
    testName: 'Shop checkout',
    aid: '74411',
    alert: anAlert(),
    ...windowEndingAt(receivedAt, 2),
  });
  return { ...pending, ...overrides } as unknown as CaptureIn<S>;
};

/** A failed capture that is not announced. */
export const aFailed = (overrides: Omit<CaptureOverrides, 'announcedAt'> = {}): Failed =>
  aCapture({ state: 'failed', failure: { code: 'rejected', detail: '400 Bad Request' }, ...overrides }) as Failed;

/** A public snapshot of `hours` (default 2) that ends at `endsAt` (default NOW). */
export const aSnapshot = (
  { endsAt = NOW, hours = 2 }: { endsAt?: number; hours?: WindowHours } = {},
  overrides: Partial<Snapshot> = {},
): Snapshot => ({
  ...windowEndingAt(endsAt, hours),
  link: A_LINK,
  expiresAt: toSecond(endsAt + 30 * DAY),
  visibility: 'public',
  ...overrides,
});

/** A capture with a snapshot that other captures may reuse. */
export const aSource = (snapshot: Snapshot = aSnapshot(), overrides: CaptureOverrides = {}) =>
  aCapture({ id: 'source', state: 'created', snapshot, ...overrides });

/** A quota whose slots are free again at `releaseAt`, with a gate. */
export const aQuota = (releaseAt: readonly number[], gate: Partial<Quota['gate']> = {}): Quota => ({
  slots: releaseAt.map((at, index) => ({ index, releaseAt: at })),
  gate: { closedUntil: 0, strikes: 0, ...gate },
  lookupAt: 0,
  topic: { releaseAt: 0, toldAt: {} },
  wakeAt: 0,
});

/** A copy without some of the optional fields. */
export const without = <T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> => {
  const copy = { ...value };
  for (const key of keys) delete copy[key];
  return copy;
};

/** A request as API Gateway's HTTP API passes it to Lambda: header names in lower case. */
export const aRequest = (overrides: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: '/webhooks/thousandeyes',
  rawQueryString: '',
  headers: { 'content-type': 'application/json' },
  isBase64Encoded: false,
  requestContext: {
    accountId: '123456789012',
    apiId: 'local',
    domainName: 'localhost',
    domainPrefix: 'localhost',
    http: {
      method: 'POST',
      path: '/webhooks/thousandeyes',
      protocol: 'HTTP/1.1',
      sourceIp: '192.0.2.10',
      userAgent: 'test',
    },
    requestId: 'request-1',
    routeKey: '$default',
    stage: '$default',
    time: '02/Mar/2026:10:00:00 +0000',
    timeEpoch: NOW,
  },
  ...overrides,
});
