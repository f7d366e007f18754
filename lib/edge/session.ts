import { createHmac, hkdfSync } from 'node:crypto';
import type { OperatorWithToken } from '../runtime/operators.ts';
import { isSame } from './credentials.ts';

/*
 * The session of an operator who signed in: a cookie with its expiry, signed with a key derived from the operator's
 * token. Nothing is stored. A new token gives a new key, so a rotation ends the sessions of the old token.
 */

/** A session lasts a working day. Then the operator signs in again. */
const SESSION_SECONDS = 12 * 3600;

/**
 * The name of the cookie. With `__Host-`, browsers accept the cookie only from this host and only over HTTPS, except on
 * the loopback address. Cookies ignore ports, so two local systems need two names.
 *
 * @param host the request's Host header
 */
const nameOf = (host = ''): string => {
  const port = /:(\d{1,5})$/.exec(host)?.[1];
  return port === undefined ? '__Host-operator' : `__Host-operator-${port}`;
};

/**
 * With Lax, a browser sends the cookie if a link on another site opens the board, but not with a form of another site.
 */
const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=Lax';

/** The `Set-Cookie` that starts a session. `now` is epoch milliseconds. */
export const startSession = (operator: OperatorWithToken, host: string | undefined, now: number): string =>
  `${nameOf(host)}=${sign(operator, now + SESSION_SECONDS * 1000)}; Max-Age=${SESSION_SECONDS}; ${ATTRIBUTES}`;

/** The `Set-Cookie` that ends a session. */
export const endSession = (host: string | undefined): string => `${nameOf(host)}=; Max-Age=0; ${ATTRIBUTES}`;

const sign = ({ name, token }: OperatorWithToken, until: number): string => {
  const key = Buffer.from(hkdfSync('sha256', token, '', 'thousandeyes-snapshot-webhook session 1', 32));
  return `${until}.${createHmac('sha256', key).update(`${until}.${name}`).digest('base64url')}`;
};

const SESSION = /^(\d{13})\.[\w-]{43}$/;

/** The sessions in a request's cookies that have not expired. Their signatures are not checked yet. */
export const sessionsIn = (cookies: readonly string[], host: string | undefined, now: number): string[] =>
  cookies
    .filter((cookie) => cookie.startsWith(`${nameOf(host)}=`))
    .map((cookie) => cookie.slice(cookie.indexOf('=') + 1))
    .filter((session) => Number(SESSION.exec(session)?.[1] ?? 0) > now);

/** Whether this operator's token signed the session. */
export const isSessionOf = (operator: OperatorWithToken, session: string): boolean =>
  isSame(session, sign(operator, Number(SESSION.exec(session)?.[1])));
