import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../runtime/secrets.ts';

/** Header names in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

/**
 * The tokens that a request offers: the bearer token, the password of Basic (with any user name), and `tokenHeader`.
 */
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

/** Whether two texts are equal. Compares digests of equal length, so that the time it takes reveals nothing. */
export const isSame = (text: string, other: string): boolean => timingSafeEqual(digest(text), digest(other));

const digest = (value: string): Buffer => createHash('sha256').update(value).digest();

/** Unknown credentials cause a fetch of the secret, which may have been rotated, at most this often. */
const REFRESH_AT_MOST_EVERY_MS = 5000;

/** The secret has no usable token: it was never filled, or its value is no token. */
export class NoValueError extends Error {
  override readonly name = 'NoValueError';
  constructor() {
    super('the secret has no value that is accepted');
  }
}

/** Finds the value of a secret that fits, undefined if none does. */
export type FindValue<Value> = (fits: Fits<Value>) => Promise<Value | undefined>;

type Fits<Value> = (value: Value) => boolean | Promise<boolean>;

/**
 * Looks for a value that fits among the cached values of a secret. If none fits, the secret may have been rotated, and
 * is fetched again.
 *
 * @throws NoValueError if there is no value
 * @throws the error of the secret's fetch: if the secret cannot be read, the caller answers 503, and senders try again
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
