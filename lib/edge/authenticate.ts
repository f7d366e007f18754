import type { AcceptedToken, Secret } from '../runtime/secrets.ts';
import { createFindValue, credentialsOf, type Headers, isSame } from './credentials.ts';

/** Whether a request's credentials are among the accepted ones. */
export type Authenticate = (headers: Headers) => Promise<boolean>;

/**
 * Compares credentials with every accepted value of the secret: its current version and, for a day, its previous one, so
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
    const fits = ({ token, until }: AcceptedToken) => until > now() && offered.some((value) => isSame(value, token));
    return (await find(fits)) !== undefined;
  };
};
