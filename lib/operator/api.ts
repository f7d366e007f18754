import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Capture, type Failed, isOpen, isPending, type Pending } from '../captures/capture.ts';
import { captureOfRequest } from '../captures/from-request.ts';
import { cursorOf, type ListCaptures } from '../ledger/list.ts';
import { viewOf } from './view.ts';
import { json, problem, readJsonBody } from '../edge/http.ts';
import { takeIn, wakeFor } from '../intake/intake.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { isOfNewerSchema, levelOfTurn, turnsFrom } from '../ledger/items.ts';
import { type LedgerQueries, readOpen } from '../ledger/queries.ts';
import type { Log } from '../runtime/log.ts';
import type { Measure } from '../runtime/metrics.ts';
import { readCaptureRequest, readIdempotencyKey, readListQuery, waitOf } from './requests.ts';
import { MANUAL_LEVEL } from '../planning/priority.ts';
import type { Slots } from '../ledger/slots.ts';
import { statusOf } from './status.ts';
import { cancel, sendAgain } from '../captures/transitions.ts';
import type { SendWake } from '../ledger/wake.ts';

/* What each route of the operator API does; docs/openapi.yaml describes them. */

export interface OperatorDeps {
  readonly ledger: Ledger & Pick<LedgerQueries, 'openKeys' | 'getAll'>;
  readonly listCaptures: ListCaptures;
  readonly slots: Pick<Slots, 'read'>;
  readonly sendWake: SendWake;
  readonly log: Log;
  readonly measure: Measure;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** SNAPSHOT_LIMIT_SECONDS in milliseconds. */
  readonly periodMs: number;
  /** Captures asked for by hand that may wait at a time: MANUAL_CAPTURES_LIMIT. */
  readonly manualLimit: number;
}

export type Answer = APIGatewayProxyStructuredResultV2;
export type Route = (deps: OperatorDeps, event: APIGatewayProxyEventV2) => Promise<Answer>;

/** Open captures that the status counts. */
export const STATUS_LIMIT = 1000;
const LOOK_AGAIN_MS = 500;

/** `POST /captures` */
export const createCapture: Route = async (deps, event) => {
  const { ledger, log, now } = deps;
  const body = readJsonBody(event);
  if (!body.ok) return body.answer;
  const receivedAt = now();
  const key = readIdempotencyKey(event.headers['idempotency-key']);
  const request = readCaptureRequest(body.value, receivedAt);
  if (!request.ok || !key.ok) {
    return problem(400, [request, key].flatMap((read) => (read.ok ? [] : [read.faults])).join('; '));
  }

  const capture = captureOfRequest(request.value, receivedAt, key.value ?? randomUUID());
  if (!(await mayWait(deps, capture.id))) {
    return problem(
      429,
      `${deps.manualLimit} captures that were asked for by hand are waiting. Wait until some are done, or raise MANUAL_CAPTURES_LIMIT.`,
    );
  }
  const status = await takeIn(deps, capture);
  const stored = status === 'duplicate' ? await ledger.get(capture.id) : capture;
  if (stored?.fingerprint !== capture.fingerprint) {
    return problem(422, 'This Idempotency-Key belongs to a request with another body. Use a new one.');
  }
  log.info('manual_capture_taken_in', { captureId: capture.id, status, testId: capture.testId });
  return waitForEnd(deps, stored ?? capture, waitOf(event.headers['prefer']));
};

/** Whether one more capture by hand may wait; a repeated request is none more. Requests at one moment may pass the bound. */
const mayWait = async ({ ledger, manualLimit }: OperatorDeps, id: string): Promise<boolean> => {
  const waiting = await ledger.openKeys(manualLimit, turnsFrom(MANUAL_LEVEL));
  const isFull = waiting.filter(({ turn }) => levelOfTurn(turn) === MANUAL_LEVEL).length >= manualLimit;
  return !isFull || (await ledger.get(id)) !== undefined;
};

/** 200 where the capture has come to its end within `seconds`, else 202: look at its location later. */
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

/** `GET /captures/{id}` */
export const showCapture: Route = async ({ ledger }, { rawPath }) => {
  const capture = await ledger.get(idIn(rawPath));
  return capture ? json(200, viewOf(capture)) : problem(404, 'There is no capture with this id.');
};

/** A step of one capture that an operator asks for: saved, and a wake sent. */
interface OperatorStep {
  /** The next version; undefined where it cannot take the step. */
  readonly stepOf: (capture: Capture, now: number) => Pending | Failed | undefined;
  /** Which captures can, for the answer to the others. */
  readonly refusal: string;
  readonly logged: string;
}

/** The route of a step. What a newer version wrote is left to that one. */
const routeOf =
  ({ stepOf, refusal, logged }: OperatorStep): Route =>
  async (deps, { rawPath }) => {
    const { ledger, log, now } = deps;
    const capture = await ledger.get(idIn(rawPath));
    if (capture === undefined) return problem(404, 'There is no capture with this id.');
    const next = isOfNewerSchema(capture) ? undefined : stepOf(capture, now());
    if (next === undefined || !(await ledger.save(next))) return problem(409, refusal);
    await wakeFor(deps, capture.id);
    log.info(logged, { captureId: capture.id });
    return json(202, viewOf(next), { location: `/captures/${capture.id}` });
  };

/** `POST /captures/{id}/retry`: a failed or cancelled capture starts again, with all of its attempts. A quarantined one has nothing to start with. */
export const retryCapture = routeOf({
  stepOf: (capture, now) => {
    const hasEnded = (capture.state === 'failed' && !isOpen(capture)) || capture.state === 'cancelled';
    return hasEnded && capture.failure?.code !== 'quarantined' ? sendAgain(capture, now) : undefined;
  },
  refusal:
    'Only a capture that has failed or was cancelled, and of which the topic was told, can be sent again; none that is quarantined.',
  logged: 'capture_sent_again',
});

/** `POST /captures/{id}/cancel`: a capture that waits gets no snapshot; the topic is told. */
export const cancelCapture = routeOf({
  stepOf: (capture) => (isPending(capture) ? cancel(capture) : undefined),
  refusal: 'Only a capture that is pending can be cancelled: this one is in hand, or has ended.',
  logged: 'capture_cancelled',
});

/** `GET /status` */
export const showStatus: Route = async ({ ledger, slots, now, periodMs }) => {
  const [quota, open] = await Promise.all([slots.read(), readOpen(ledger, STATUS_LIMIT)]);
  return json(200, statusOf(quota, open, STATUS_LIMIT, periodMs, now()));
};

/** The id in `/captures/{id}` and what stands below it. */
const idIn = (rawPath: string): string => rawPath.split('/')[2] ?? '';
