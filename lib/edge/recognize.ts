import type { Operator, OperatorWithToken } from '../runtime/operators.ts';
import type { Secret } from '../runtime/secrets.ts';
import { createFindValue, credentialsOf, type Headers, isSame } from './credentials.ts';
import { isSessionOf, sessionsIn, startSession } from './session.ts';

/** What says who sends a request. */
interface Credentials {
  readonly headers: Headers;
  /** `name=value`, one each, as API Gateway hands them over. */
  readonly cookies?: readonly string[];
}

/** How operators are told apart; both throw what the secret's fetch threw. */
export interface Recognition {
  /** Who sends the request: by the token (bearer, or the password of Basic), or else by the session of a browser. */
  readonly recognize: (request: Credentials) => Promise<Operator | undefined>;
  /** The operator with this token, and the `Set-Cookie` of a session; undefined if nobody has it. */
  readonly signIn: (
    token: string,
    headers: Headers,
  ) => Promise<{ readonly operator: Operator; readonly cookie: string } | undefined>;
}

export const createRecognition = (secret: Secret<OperatorWithToken>, now: () => number): Recognition => {
  const find = createFindValue(secret, now);
  return {
    async recognize({ headers, cookies = [] }) {
      const tokens = credentialsOf(headers);
      const sessions = sessionsIn(cookies, headers['host'], now());
      const byToken =
        tokens.length === 0 ? undefined : await find(({ token }) => tokens.some((offered) => isSame(offered, token)));
      if (byToken !== undefined || sessions.length === 0) return withoutToken(byToken);
      return withoutToken(await find((operator) => sessions.some((session) => isSessionOf(operator, session))));
    },
    async signIn(token, { host }) {
      const found = await find((operator) => isSame(token, operator.token));
      const operator = withoutToken(found);
      return found && operator && { operator, cookie: startSession(found, host, now()) };
    },
  };
};

/** What goes on into routes, pages and logs has no token. */
const withoutToken = (operator: OperatorWithToken | undefined): Operator | undefined =>
  operator && { name: operator.name, role: operator.role };
