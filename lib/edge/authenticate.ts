import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../runtime/secrets.ts';

/** Whether a request's credentials are among the accepted ones. */
export type Authenticate = (headers: Readonly<Record<string, string | undefined>>) => Promise<boolean>;

/** An unknown credential makes us look for a rotated secret at most this often. */
const REFRESH_AT_MOST_EVERY_MS = 5000;

/**
 * Compares credentials with every accepted value of the secret: its current and its previous version, so that
 * a rotation loses nothing. A value that neither knows may be newer than the cache: then the secret is fetched anew.
 *
 * @param tokenHeader a header that may carry the token as it is, such as `x-webhook-token`
 * @throws what the secret's fetch threw: where it cannot be read, nobody is let in and nobody is refused for good
 */
export const createAuthenticate = (secret: Secret, now: () => number, tokenHeader?: string): Authenticate => {
  let refreshedAt = Number.NEGATIVE_INFINITY;

  return async (headers) => {
    const offered = credentialsOf(headers, tokenHeader);
    if (offered.length === 0) return false;
    if (matches(offered, await secret.get())) return true;
    if (now() - refreshedAt < REFRESH_AT_MOST_EVERY_MS) return false;
    const values = await secret.refresh();
    refreshedAt = now();
    return matches(offered, values);
  };
};

/** The tokens that a request offers: bearer, the password of Basic (any user name), or the header of our own. */
const credentialsOf = (
  headers: Readonly<Record<string, string | undefined>>,
  tokenHeader: string | undefined,
): string[] => {
  const authorization = (headers['authorization'] ?? '').trim();
  const blank = authorization.indexOf(' ');
  const scheme = authorization.slice(0, Math.max(0, blank)).toLowerCase();
  const value = authorization.slice(blank + 1).trim();
  const offered = tokenHeader === undefined ? [] : [headers[tokenHeader] ?? ''];
  if (scheme === 'bearer') offered.push(value);
  if (scheme === 'basic') {
    const pair = Buffer.from(value, 'base64').toString('utf8');
    offered.push(pair.slice(pair.indexOf(':') + 1));
  }
  return offered.filter((token) => token !== '');
};

/** Constant time by comparing digests of one length, all of them. */
const matches = (offered: readonly string[], accepted: readonly string[]): boolean => {
  const results = offered.flatMap((token) => accepted.map((value) => timingSafeEqual(digest(token), digest(value))));
  return results.includes(true);
};

const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
