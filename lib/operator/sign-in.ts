import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { bytesOf, FORM, mediaTypeOf } from '../edge/http.ts';
import type { Recognition } from '../edge/recognize.ts';
import { endSession } from '../edge/session.ts';
import type { Log } from '../runtime/log.ts';
import type { Measure } from '../runtime/metrics.ts';
import type { Answer } from './api.ts';
import { page } from './board/page-answer.ts';
import { renderSignIn } from './board/sign-in-page.ts';
import { wayBackTo } from './way-back.ts';

/* Signing in and out, in forms that need no JavaScript. */

interface SignInDeps extends Pick<Recognition, 'signIn'> {
  readonly log: Log;
  readonly measure: Measure;
}

export type PublicRoute = (deps: SignInDeps, event: APIGatewayProxyEventV2) => Promise<Answer>;

/** Bearer alone: at a Basic challenge a browser would ask for a password before the page is seen. */
const CHALLENGE = { 'www-authenticate': 'Bearer realm="thousandeyes-snapshot-webhook"' };

/** The sign-in page in the place of a page that only operators see; it leads back there. */
export const askToSignIn = ({ rawPath, rawQueryString }: APIGatewayProxyEventV2): Answer => {
  // API Gateway hands paths over decoded.
  const path = rawPath.replaceAll(/[?#]/g, encodeURIComponent);
  return page(401, renderSignIn(wayBackTo(rawQueryString ? `${path}?${rawQueryString}` : path)), CHALLENGE);
};

/** `GET /sign-in` */
export const showSignIn: PublicRoute = async (_deps, { queryStringParameters }) =>
  page(200, renderSignIn(wayBackTo(queryStringParameters?.['next'])));

/** More than any token and any path of ours. */
const MAX_FORM_BYTES = 8192;

/** `POST /sign-in`: the operator token once, then a session. */
export const signIn: PublicRoute = async ({ signIn: startSession, log, measure }, event) => {
  if (mediaTypeOf(event) !== FORM) {
    return page(415, renderSignIn('/', 'Sign in with this form.'));
  }
  const bytes = bytesOf(event);
  if (bytes.length > MAX_FORM_BYTES) return page(413, renderSignIn('/', 'No token is that long.'));
  const form = new URLSearchParams(bytes.toString('utf8'));
  const next = wayBackTo(form.get('next') ?? undefined);
  const session = await startSession((form.get('token') ?? '').trim(), event.headers);
  if (session === undefined) {
    log.warn('operator_unauthorized');
    measure('OperatorUnauthorized');
    return page(401, renderSignIn(next, 'This is no operator token.'), CHALLENGE);
  }
  log.info('operator_signed_in', { operator: session.operator.name, role: session.operator.role });
  return { statusCode: 303, headers: { location: next, 'cache-control': 'no-store' }, cookies: [session.cookie] };
};

/** `POST /sign-out`: this browser forgets its session. */
export const signOut: PublicRoute = async (_deps, { headers }) => ({
  statusCode: 303,
  headers: { location: '/sign-in', 'cache-control': 'no-store' },
  cookies: [endSession(headers['host'])],
});
