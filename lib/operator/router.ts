import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Recognition } from '../edge/recognize.ts';
import { showBoard, showBoardScript, showBoardStyle } from './board/routes.ts';
import { problemPage } from './board/page-answer.ts';
import { NoValueError } from '../edge/credentials.ts';
import { isCrossSite } from '../edge/cross-site.ts';
import { acceptsPage, problem } from '../edge/http.ts';
import { createCapture, listCaptures, type OperatorDeps, type Route, showStatus } from './api.ts';
import { captureByForm } from './capture-form.ts';
import { showEvidence } from './evidence/routes.ts';
import { openLink } from './open-link.ts';
import { cancelCapture, retryCapture } from './steps.ts';
import { mayOperate } from './may-operate.ts';
import { showCapture } from './show-capture.ts';
import { askToSignIn, type PublicRoute, showSignIn, signIn, signOut } from './sign-in.ts';

export interface CapturesDeps extends OperatorDeps, Recognition {}

type RouteEntry = { readonly method: 'GET' | 'POST'; readonly path: RegExp } & (
  | { readonly route: Route; readonly publicRoute?: undefined }
  /** A route without credentials. */
  | { readonly publicRoute: PublicRoute; readonly route?: undefined }
);

export const ROUTES: readonly RouteEntry[] = [
  { method: 'POST', path: /^\/captures$/, route: createCapture },
  { method: 'POST', path: /^\/captures\/form$/, route: captureByForm },
  { method: 'GET', path: /^\/captures$/, route: listCaptures },
  { method: 'GET', path: /^\/captures\/[0-9a-f]{32}$/, route: showCapture },
  { method: 'GET', path: /^\/captures\/[0-9a-f]{32}\/link$/, route: openLink },
  { method: 'POST', path: /^\/captures\/[0-9a-f]{32}\/retry$/, route: retryCapture },
  { method: 'POST', path: /^\/captures\/[0-9a-f]{32}\/cancel$/, route: cancelCapture },
  { method: 'GET', path: /^\/alerts\/.+$/s, route: showEvidence },
  { method: 'GET', path: /^\/status$/, route: showStatus },
  { method: 'GET', path: /^\/$/, route: showBoard },
  { method: 'GET', path: /^\/sign-in$/, publicRoute: showSignIn },
  { method: 'POST', path: /^\/sign-in$/, publicRoute: signIn },
  { method: 'POST', path: /^\/sign-out$/, publicRoute: signOut },
  { method: 'GET', path: /^\/board\.css$/, publicRoute: showBoardStyle },
  { method: 'GET', path: /^\/board\.js$/, publicRoute: showBoardScript },
];

/** HEAD is GET without a body. Link checkers and previews send it. */
const entryOf = ({ rawPath, requestContext: { http } }: APIGatewayProxyEventV2): RouteEntry | undefined =>
  ROUTES.find(({ method, path }) => method === (http.method === 'HEAD' ? 'GET' : http.method) && path.test(rawPath));

/** The handler of the operator API and the board. Unknown routes get 404. */
export const createCaptures =
  (deps: CapturesDeps) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const answer = await answerTo(deps, event);
    return event.requestContext.http.method === 'HEAD' ? withoutBody(answer) : answer;
  };

const withoutBody = ({ body: _, ...head }: APIGatewayProxyStructuredResultV2): APIGatewayProxyStructuredResultV2 =>
  head;

const answerTo = async (
  deps: CapturesDeps,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> => {
  const { log, measure } = deps;
  const entry = entryOf(event);
  if (entry === undefined) return problem(404, 'There is nothing here. See docs/openapi.yaml for the routes.');
  if (entry.method !== 'GET' && isCrossSite(event.headers)) {
    log.warn('operator_cross_site');
    return problem(403, 'Another site made this browser send the request. Open the board itself, and do it there.');
  }
  try {
    return entry.publicRoute ? await entry.publicRoute(deps, event) : await answerOperator(deps, event, entry);
  } catch (error) {
    const refuse = isPage(entry, event) ? problemPage : problem;
    if (error instanceof NoValueError) {
      log.error('operator_secret_without_value', error);
      measure('SecretsWithoutValue', 1, 'operator');
      return refuse(503, 'No operator has a token yet: fill the operator secret.');
    }
    log.error('operator_request_failed', error);
    return refuse(503, 'The ledger cannot be reached. Try again.');
  }
};

/** Whether a browser shows the answer as a page: always for some routes, for others if the browser asks for one. */
const isPage = ({ route, publicRoute }: RouteEntry, event: APIGatewayProxyEventV2): boolean =>
  publicRoute !== undefined ||
  route === showBoard ||
  route === captureByForm ||
  ((route === showEvidence || route === showCapture) && acceptsPage(event));

const answerOperator = async (
  deps: CapturesDeps,
  event: APIGatewayProxyEventV2,
  entry: RouteEntry & { readonly route: Route },
): Promise<APIGatewayProxyStructuredResultV2> => {
  const { recognize, log, measure } = deps;
  const { method, route } = entry;
  const operator = await recognize(event);
  if (operator === undefined) {
    log.warn('operator_unauthorized');
    measure('OperatorUnauthorized');
    return isPage(entry, event) || (method === 'GET' && acceptsPage(event))
      ? askToSignIn(event)
      : problem(401, 'Send the operator token as Bearer or as the password of Basic, or sign in at /sign-in.');
  }
  if (method !== 'GET' && !mayOperate(operator)) {
    log.warn('operator_may_only_view', { operator: operator.name });
    return problem(403, 'Your role is view: you may read, but not capture, send again or cancel.');
  }
  return route(deps, event, operator);
};
