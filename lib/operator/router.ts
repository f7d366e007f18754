import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Authenticate } from '../edge/authenticate.ts';
import { problemPage, showBoard, showBoardScript, showBoardStyle } from './board/routes.ts';
import { isCrossSite } from '../edge/cross-site.ts';
import { problem } from '../edge/http.ts';
import {
  cancelCapture,
  createCapture,
  listCaptures,
  type OperatorDeps,
  type Route,
  retryCapture,
  showCapture,
  showStatus,
} from './api.ts';

export interface CapturesDeps extends OperatorDeps {
  readonly authenticate: Authenticate;
}

interface RouteEntry {
  readonly method: string;
  readonly path: RegExp;
  readonly route: Route;
  /** Needs no credentials. */
  readonly isPublic?: true;
}

export const ROUTES: readonly RouteEntry[] = [
  { method: 'POST', path: /^\/captures$/, route: createCapture },
  { method: 'GET', path: /^\/captures$/, route: listCaptures },
  { method: 'GET', path: /^\/captures\/[0-9a-f]{32}$/, route: showCapture },
  { method: 'POST', path: /^\/captures\/[0-9a-f]{32}\/retry$/, route: retryCapture },
  { method: 'POST', path: /^\/captures\/[0-9a-f]{32}\/cancel$/, route: cancelCapture },
  { method: 'GET', path: /^\/status$/, route: showStatus },
  { method: 'GET', path: /^\/$/, route: showBoard },
  { method: 'GET', path: /^\/board\.css$/, route: showBoardStyle, isPublic: true },
  { method: 'GET', path: /^\/board\.js$/, route: showBoardScript, isPublic: true },
];

const entryOf = ({ rawPath, requestContext }: APIGatewayProxyEventV2): RouteEntry | undefined =>
  ROUTES.find(({ method, path }) => method === requestContext.http.method && path.test(rawPath));

/** The operator's way in: capture by hand, and look at what is there. Every other route ends here as 404. */
export const createCaptures =
  (deps: CapturesDeps) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { authenticate, log, measure } = deps;
    const entry = entryOf(event);
    if (entry === undefined) return problem(404, 'There is nothing here. See docs/openapi.yaml for the routes.');
    const { method, route, isPublic = false } = entry;
    const refuse = route === showBoard ? problemPage : problem;
    if (method !== 'GET' && isCrossSite(event.headers)) {
      log.warn('operator_cross_site');
      return problem(403, 'Another site made this browser send the request. Open the board itself, and do it there.');
    }
    try {
      if (!isPublic && !(await authenticate(event.headers))) {
        log.warn('operator_unauthorized');
        measure('OperatorUnauthorized');
        return refuse(401, 'Send the operator token as Bearer or as the password of Basic.');
      }
      return await route(deps, event);
    } catch (error) {
      log.error('operator_request_failed', error);
      return refuse(503, 'The ledger cannot be reached. Try again.');
    }
  };
