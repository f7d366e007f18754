import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Filters } from '../alerts/rules.ts';
import { type Capture, isOpen } from '../captures/capture.ts';
import { captureOfRequest } from '../captures/from-request.ts';
import { cursorOf, type ListCaptures } from '../ledger/list.ts';
import { viewOf } from './view.ts';
import { json, problem, readJsonBody } from '../edge/http.ts';
import { takeIn } from '../intake/intake.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { levelOfTurn, turnsFrom } from '../ledger/items.ts';
import { type LedgerQueries, readOpen } from '../ledger/queries.ts';
import type { Log } from '../runtime/log.ts';
import type { Measure } from '../runtime/metrics.ts';
import type { Operator } from '../runtime/operators.ts';
import { readCaptureRequest, readIdempotencyKey, readListQuery, waitOf } from './requests.ts';
import { MANUAL_LEVEL } from '../planning/priority.ts';
import type { Slots } from '../ledger/slots.ts';
import { statusOf } from './status.ts';
import type { ReadPayload } from '../ledger/read-payload.ts';
import type { SendWake } from '../ledger/wake.ts';

/* The routes of the operator API, which docs/openapi.yaml describes. */

export interface OperatorDeps {
  readonly ledger: Ledger & Pick<LedgerQueries, 'openKeys' | 'idsOfAlert' | 'getAll'>;
  readonly listCaptures: ListCaptures;
  readonly readPayload: ReadPayload;
  readonly slots: Pick<Slots, 'read'>;
  readonly sendWake: SendWake;
  readonly log: Log;
  readonly measure: Measure;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** SNAPSHOT_LIMIT_SECONDS in milliseconds. */
  readonly periodMs: number;
  /** MANUAL_CAPTURES_LIMIT: how many manual captures may wait at the same time. */
  readonly manualLimit: number;
  /** The filters for alerts. The evidence page shows them if an alert has no capture. */
  readonly filters: Filters;
}

export type Answer = APIGatewayProxyStructuredResultV2;
/** A route. `operator` is the sender of the request. */
export type Route = (deps: OperatorDeps, event: APIGatewayProxyEventV2, operator: Operator) => Promise<Answer>;

/** The status counts at most this many open captures. */
export const STATUS_LIMIT = 1000;
const LOOK_AGAIN_MS = 500;

/** `POST /captures` */
export const createCapture: Route = async (deps, event, operator) => {
  const body = readJsonBody(event);
  if (!body.ok) return body.answer;
  const taken = await takeByHand(deps, body.value, event.headers['idempotency-key'], operator);
  return taken.ok
    ? waitForEnd(deps, taken.capture, waitOf(event.headers['prefer']))
    : problem(taken.status, taken.detail);
};

/** A manual capture as it is in the ledger, or why the request was refused. */
type TakenByHand =
  | { readonly ok: true; readonly capture: Capture }
  | { readonly ok: false; readonly status: 400 | 422 | 429; readonly detail: string };

/** Adds a manual capture to the ledger. `asked` has the shape of the body of `POST /captures`. */
export const takeByHand = async (
  deps: OperatorDeps,
  asked: unknown,
  idempotencyKey: string | undefined,
  operator: Operator,
): Promise<TakenByHand> => {
  const { ledger, log, now, manualLimit } = deps;
  const receivedAt = now();
  const key = readIdempotencyKey(idempotencyKey);
  const request = readCaptureRequest(asked, receivedAt);
  if (!request.ok || !key.ok) {
    const faults = [request, key].flatMap((read) => (read.ok ? [] : [read.faults]));
    return { ok: false, status: 400, detail: faults.join('; ') };
  }

  const capture = captureOfRequest(request.value, receivedAt, key.value ?? randomUUID(), operator.name);
  const { id, testId } = capture;
  if (!(await mayWait(deps, id))) {
    const detail = `${manualLimit} manual captures are waiting already. Wait until some are done, or raise MANUAL_CAPTURES_LIMIT.`;
    return { ok: false, status: 429, detail };
  }
  const status = await takeIn(deps, capture);
  const stored = status === 'duplicate' ? await ledger.get(id) : capture;
  if (stored?.fingerprint !== capture.fingerprint) {
    const detail = 'This Idempotency-Key belongs to a request with another body. Use a new one.';
    return { ok: false, status: 422, detail };
  }
  log.info('manual_capture_taken_in', { captureId: id, status, testId, operator: operator.name });
  return { ok: true, capture: stored ?? capture };
};

/**
 * Whether another manual capture may wait. A repeated request counts once. Concurrent requests may exceed the limit.
 */
const mayWait = async ({ ledger, manualLimit }: OperatorDeps, id: string): Promise<boolean> => {
  const waiting = await ledger.openKeys(manualLimit, turnsFrom(MANUAL_LEVEL));
  const isFull = waiting.filter(({ turn }) => levelOfTurn(turn) === MANUAL_LEVEL).length >= manualLimit;
  return !isFull || (await ledger.get(id)) !== undefined;
};

/** Answers 200 if the capture ends within `seconds`, otherwise 202 with its location. */
const waitForEnd = async ({ ledger, now, sleep }: OperatorDeps, capture: Capture, seconds: number): Promise<Answer> => {
  const until = now() + seconds * 1000;
  let current = capture;
  while (isOpen(current) && now() < until) {
    await sleep(Math.min(LOOK_AGAIN_MS, until - now()));
    current = (await ledger.get(capture.id)) ?? current;
  }
  const headers = {
    location: `/captures/${capture.id}`,
    ...(seconds > 0 && { 'preference-applied': `wait=${seconds}` }),
  };
  return json(isOpen(current) ? 202 : 200, viewOf(current), headers);
};

/** `GET /captures` */
export const listCaptures: Route = async (deps, { queryStringParameters }) => {
  const query = readListQuery(queryStringParameters);
  if (!query.ok) return problem(400, query.faults);
  const { captures, next } = await deps.listCaptures(query.value);
  return json(200, { items: captures.map(viewOf), ...(next && { nextCursor: cursorOf(next) }) });
};

/** `GET /status` */
export const showStatus: Route = async ({ ledger, slots, now, periodMs }) => {
  const [quota, open] = await Promise.all([slots.read(), readOpen(ledger, STATUS_LIMIT)]);
  return json(200, statusOf(quota, open, STATUS_LIMIT, periodMs, now()));
};

/** The id in `/captures/{id}` and in the paths below it. */
export const idIn = (rawPath: string): string => rawPath.split('/')[2] ?? '';
