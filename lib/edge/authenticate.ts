import type { AcceptedToken, Secret } from '../runtime/secrets.ts';
import { createFindValue, credentialsOf, type Headers, isSame } from './credentials.ts';

/** Whether the headers of a request have an accepted credential. Names are in lower case. */
export type Authenticate = (headers: Headers) => Promise<boolean>;

/**
 * Compares credentials with the current version of the secret and then, for a day after a rotation, with the previous
 * version, so that a rotation loses no alert.
 *
 * @param tokenHeader a header that may carry the bare token, such as `x-webhook-token`
 * @throws the error of the secret's fetch: if the secret cannot be read, the caller answers 503, and senders try again
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
