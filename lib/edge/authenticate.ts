import type { AcceptedToken, Secret } from '../runtime/secrets.ts';
import { createFindValue, credentialsOf, type Headers, isSame } from './credentials.ts';

/** Whether a request's credentials are among the accepted ones. */
export type Authenticate = (headers: Headers) => Promise<boolean>;

/**
 * Compares credentials with the current version of the secret and, if they do not fit, for a day with its previous one, so
 * that a rotation loses nothing.
 *
 * @param tokenHeader a header that may carry the token as it is, such as `x-webhook-token`
 * @throws what the secret's fetch threw: where it cannot be read, nobody is let in and nobody is refused for good
 */
export const createAuthenticate = (
  secret: Secret<AcceptedToken>,
  now: () => number,
  tokenHeader?: string,
): Authenticate => {
  const find = createFindValue(secret, now);
  return async (headers) => {
    const offered = credentialsOf(headers, tokenHeader);
    if (offered.length === 0) return false;
    const isOffered = ({ token, until }: AcceptedToken) =>
      until > now() && offered.some((value) => isSame(value, token));
    const fits = async (accepted: AcceptedToken): Promise<boolean> => {
      if (isOffered(accepted)) return true;
      const before = await accepted.before?.();
      return before !== undefined && isOffered(before);
    };
    return (await find(fits)) !== undefined;
  };
};
