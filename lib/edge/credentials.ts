import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../runtime/secrets.ts';

/** Header names in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** The tokens that a request offers: bearer, the password of Basic (any user name), or the header of our own. */
export const credentialsOf = (headers: Headers, tokenHeader?: string): string[] => {
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

/** Whether both texts are one, in a time that does not depend on them: digests of one length are compared. */
export const isSame = (text: string, other: string): boolean => timingSafeEqual(digest(text), digest(other));

const digest = (value: string): Buffer => createHash('sha256').update(value).digest();

/** An unknown credential makes us look for a rotated secret at most this often. */
const REFRESH_AT_MOST_EVERY_MS = 5000;

/** The secret has no value that anybody could send: it was never filled, or holds what is no token. */
export class NoValueError extends Error {
  override readonly name = 'NoValueError';
  constructor() {
    super('the secret has no value that is accepted');
  }
}

/** Finds the value of a secret that a request's credentials fit. */
export type FindValue<Value> = (fits: Fits<Value>) => Promise<Value | undefined>;

type Fits<Value> = (value: Value) => boolean | Promise<boolean>;

/**
 * What no cached value fits may be newer than the cache: then the secret is fetched anew.
 *
 * @throws NoValueError if there is no value; what the secret's fetch threw: where it cannot be read, nobody is let in and
 * nobody is refused for good
 */
export const createFindValue = <Value>(secret: Secret<Value>, now: () => number): FindValue<Value> => {
  let refreshedAt = Number.NEGATIVE_INFINITY;

  return async (fits) => {
    const known = await foundIn(await secret.get(), fits);
    if (known !== undefined || now() - refreshedAt < REFRESH_AT_MOST_EVERY_MS) return known;
    const values = await secret.refresh();
    refreshedAt = now();
    return foundIn(values, fits);
  };
};

const foundIn = async <Value>(values: readonly Value[], fits: Fits<Value>): Promise<Value | undefined> => {
  if (values.length === 0) throw new NoValueError();
  for (const value of values) {
    if (await fits(value)) return value;
  }
  return undefined;
};
