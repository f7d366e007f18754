import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Authenticate } from '../lib/auth.ts';
import { isOpen } from '../lib/capture.ts';
import { viewOf } from '../lib/capture-view.ts';
import { readConfig } from '../lib/config.ts';
import { connectAuthenticate, connectIntake } from '../lib/connect.ts';
import { json, problem, readJsonBody } from '../lib/http.ts';
import { takeIn, wakeFor } from '../lib/intake.ts';
import type { Ledger } from '../lib/ledger.ts';
import { createLog, type Log } from '../lib/log.ts';
import { manualCapture, readCaptureRequest } from '../lib/operator-requests.ts';
import { sendAgain } from '../lib/transitions.ts';
import type { SendWake } from '../lib/wake.ts';

export interface CapturesDeps {
  readonly authenticate: Authenticate;
  readonly ledger: Pick<Ledger, 'add' | 'get' | 'list' | 'save'>;
  readonly sendWake: SendWake;
  readonly log: Log;
  readonly now: () => number;
}

const LIST_LIMIT = 100;

/** The operator's way in: capture by hand, and look at what is there. Every other route ends here as 404. */
export const createCaptures =
  (deps: CapturesDeps) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { authenticate, log } = deps;
    const route = routeOf(event);
    if (route === undefined) return problem(404, 'There is nothing here. See the README for the routes.');
    try {
      if (!(await authenticate(event.headers))) {
        log.warn('operator_unauthorized');
        return problem(401, 'Send the operator token as Bearer or as the password of Basic.');
      }
      return await route(deps, event);
    } catch (error) {
      log.error('operator_request_failed', error);
      return problem(503, 'The ledger cannot be reached. Try again.');
    }
  };

type Route = (deps: CapturesDeps, event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

const create: Route = async (deps, event) => {
  const body = readJsonBody(event);
  if (!body.ok) return body.answer;
  const receivedAt = deps.now();
  const read = readCaptureRequest(body.value, receivedAt);
  if (!read.ok) return problem(400, read.faults);

  const capture = manualCapture(read.request, receivedAt, randomUUID());
  await takeIn(deps, capture);
  deps.log.info('manual_capture_taken_in', { captureId: capture.id, testId: capture.testId });
  return json(202, viewOf(capture), { location: `/captures/${capture.id}` });
};

const list: Route = async ({ ledger }) => json(200, { items: (await ledger.list(LIST_LIMIT)).map(viewOf) });

const show: Route = async ({ ledger }, { rawPath }) => {
  const capture = await ledger.get(idIn(rawPath));
  return capture ? json(200, viewOf(capture)) : problem(404, 'There is no capture with this id.');
};

/** A failed capture starts again, with all of its attempts. A quarantined one has nothing to start with. */
const retry: Route = async (deps, { rawPath }) => {
  const { ledger, log, now } = deps;
  const capture = await ledger.get(idIn(rawPath));
  if (capture === undefined) return problem(404, 'There is no capture with this id.');
  const canBeSent = capture.state === 'failed' && !isOpen(capture) && capture.failure?.code !== 'quarantined';
  const again = sendAgain(capture, now());
  if (!canBeSent || !(await ledger.save(again))) {
    return problem(409, 'Only a capture that has failed can be sent again, and none that is quarantined.');
  }
  await wakeFor(deps, capture.id);
  log.info('capture_sent_again', { captureId: capture.id });
  return json(202, viewOf(again), { location: `/captures/${capture.id}` });
};

/** The id in `/captures/{id}` and `/captures/{id}/retry`. */
const idIn = (rawPath: string): string => rawPath.split('/')[2] ?? '';

const routeOf = ({ rawPath, requestContext }: APIGatewayProxyEventV2): Route | undefined => {
  const { method } = requestContext.http;
  if (rawPath === '/captures' && method === 'POST') return create;
  if (rawPath === '/captures' && method === 'GET') return list;
  if (method === 'GET' && /^\/captures\/[0-9a-f]{32}$/.test(rawPath)) return show;
  return method === 'POST' && /^\/captures\/[0-9a-f]{32}\/retry$/.test(rawPath) ? retry : undefined;
};

const config = readConfig('captures', process.env);

export const handler = createCaptures({
  ...connectIntake(config),
  authenticate: connectAuthenticate(config.OPERATOR_SECRET_ID),
  log: createLog('captures'),
  now: Date.now,
});
