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

/* Signing in and out, with forms that need no JavaScript. */

interface SignInDeps extends Pick<Recognition, 'signIn'> {
  readonly log: Log;
  readonly measure: Measure;
}

export type PublicRoute = (deps: SignInDeps, event: APIGatewayProxyEventV2) => Promise<Answer>;

/** Only Bearer: with a Basic challenge, a browser would ask for a password before it shows the page. */
const CHALLENGE = { 'www-authenticate': 'Bearer realm="thousandeyes-snapshot-webhook"' };

/** The sign-in page instead of a page for operators. After signing in, the operator comes back to that page. */
export const askToSignIn = ({ rawPath, rawQueryString }: APIGatewayProxyEventV2): Answer => {
  // API Gateway decodes paths, so these two characters are encoded again.
  const path = rawPath.replaceAll(/[?#]/g, encodeURIComponent);
  return page(401, renderSignIn(wayBackTo(rawQueryString ? `${path}?${rawQueryString}` : path)), CHALLENGE);
};

/** `GET /sign-in` */
export const showSignIn: PublicRoute = async (_deps, { queryStringParameters }) =>
  page(200, renderSignIn(wayBackTo(queryStringParameters?.['next'])));

/** Tokens and paths are far shorter. */
const MAX_FORM_BYTES = 8192;

/** `POST /sign-in`: checks the operator token once, and starts a session. */
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

/** `POST /sign-out`: ends the session of this browser. */
export const signOut: PublicRoute = async (_deps, { headers }) => ({
  statusCode: 303,
  headers: { location: '/sign-in', 'cache-control': 'no-store' },
  cookies: [endSession(headers['host'])],
});
