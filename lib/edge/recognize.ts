import type { Operator, OperatorWithToken } from '../runtime/operators.ts';
import type { Secret } from '../runtime/secrets.ts';
import { createFindValue, credentialsOf, type Headers, isSame } from './credentials.ts';
import { isSessionOf, sessionsIn, startSession } from './session.ts';

/** The parts of a request that identify its sender. */
interface Credentials {
  readonly headers: Headers;
  /** One `name=value` each, as API Gateway passes them. */
  readonly cookies?: readonly string[];
}

/** Identifies operators. Both functions throw the error of the secret's fetch. */
export interface Recognition {
  /** The operator who sends a request, by the token (bearer or Basic), otherwise by the browser's session. */
  readonly recognize: (request: Credentials) => Promise<Operator | undefined>;
  /** The operator with this token, and the `Set-Cookie` of a new session; undefined if no operator has this token. */
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

/** Removes the token, so that no route, page or log can show it. */
const withoutToken = (operator: OperatorWithToken | undefined): Operator | undefined =>
  operator && { name: operator.name, role: operator.role };
