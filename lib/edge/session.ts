import { createHmac, hkdfSync } from 'node:crypto';
import type { OperatorWithToken } from '../runtime/operators.ts';
import { isSame } from './credentials.ts';

/*
 * The session of an operator who signed in: a cookie that says until when it counts, signed with a key that comes from the
 * operator's token. Nothing is stored. Another token is another key, so a rotation ends the sessions of the token before.
 */

/** A working day; then the operator signs in again. */
const SESSION_SECONDS = 12 * 3600;

/**
 * `__Host-` makes browsers refuse the cookie from any other host or from plain HTTP; browsers make an exception for HTTP on
 * this machine. Cookies do not know ports, so that two local systems need two names.
 *
 * @param host the request's Host header
 */
const nameOf = (host = ''): string => {
  const port = /:(\d{1,5})$/.exec(host)?.[1];
  return port === undefined ? '__Host-operator' : `__Host-operator-${port}`;
};

/** Lax: a link on another site leads to the board, and no form there is sent with it. */
const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=Lax';

/** The `Set-Cookie` that starts a session. `now` is epoch milliseconds. */
export const startSession = (operator: OperatorWithToken, host: string | undefined, now: number): string =>
  `${nameOf(host)}=${sign(operator, now + SESSION_SECONDS * 1000)}; Max-Age=${SESSION_SECONDS}; ${ATTRIBUTES}`;

/** The `Set-Cookie` that ends it. */
export const endSession = (host: string | undefined): string => `${nameOf(host)}=; Max-Age=0; ${ATTRIBUTES}`;

const sign = ({ name, token }: OperatorWithToken, until: number): string => {
  const key = Buffer.from(hkdfSync('sha256', token, '', 'thousandeyes-snapshot-webhook session 1', 32));
  return `${until}.${createHmac('sha256', key).update(`${until}.${name}`).digest('base64url')}`;
};

const SESSION = /^(\d{13})\.[\w-]{43}$/;

/** The sessions among a request's cookies that may still count, by what they say of themselves. */
export const sessionsIn = (cookies: readonly string[], host: string | undefined, now: number): string[] =>
  cookies
    .filter((cookie) => cookie.startsWith(`${nameOf(host)}=`))
    .map((cookie) => cookie.slice(cookie.indexOf('=') + 1))
    .filter((session) => Number(SESSION.exec(session)?.[1] ?? 0) > now);

/** Whether it is a session of this operator. */
export const isSessionOf = (operator: OperatorWithToken, session: string): boolean =>
  isSame(session, sign(operator, Number(SESSION.exec(session)?.[1])));
