import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { tokenOf } from './token.ts';

/** Fetches the accepted values of a secret, the current value first; empty if the secret has none yet. */
export type FetchSecret<Value = string> = () => Promise<Value[]>;

export interface Secret<Value = string> {
  /** The values, from the cache if they are fresh. */
  get(): Promise<readonly Value[]>;
  /** The values, fetched again. Callers use this after a 401, or after credentials that fit no cached value. */
  refresh(): Promise<readonly Value[]>;
}

/** A version of a secret in Secrets Manager. */
interface SecretVersion {
  readonly text: string;
  /** Epoch milliseconds; absent if the answer had none. */
  readonly createdAt?: number;
}

/** Reads the version at a stage; undefined if the secret was never rotated, or not filled yet. */
export type ReadVersion = (stage: 'AWSCURRENT' | 'AWSPREVIOUS') => Promise<SecretVersion | undefined>;

/** `GetSecretValue` for a version stage. */
export const createReadVersion =
  (client: SecretsManagerClient, secretId: string): ReadVersion =>
  async (stage) => {
    try {
      const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage });
      const { SecretString: text = '', CreatedDate } = await client.send(command);
      return { text, ...(CreatedDate && { createdAt: CreatedDate.getTime() }) };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };

/** Fetches the token of the current version only. */
export const createFetchToken =
  (read: ReadVersion): FetchSecret =>
  async () => {
    const token = tokenOf((await read('AWSCURRENT'))?.text);
    return token === undefined ? [] : [token];
  };

/** A token that a sender may use, until a time in epoch milliseconds. */
export interface AcceptedToken {
  readonly token: string;
  readonly until: number;
  /** Loads the token that this one replaced; undefined if no sender may use it any longer. Loads it only once. */
  readonly before?: () => Promise<AcceptedToken | undefined>;
}

/** ThousandEyes repeats an alert for an hour, and a person must change the token there. A day is enough for both. */
const PREVIOUS_MS = 24 * 3_600_000;

/**
 * Fetches the token of the current version. For a day after that version was created, the previous token is accepted,
 * too, so that a rotation loses no alert, but a stolen token expires. The previous version is read only if the current
 * token does not fit, only during that day, and never if the creation time is unknown.
 */
export const createFetchAccepted = (read: ReadVersion, now: () => number): FetchSecret<AcceptedToken> => {
  let fetched: string | undefined;
  return async () => {
    const current = await read('AWSCURRENT');
    const token = tokenOf(current?.text);
    const until = (current?.createdAt ?? Number.NEGATIVE_INFINITY) + PREVIOUS_MS;
    const before = keepLoaded(async () => {
      const previous = until > now() ? tokenOf((await read('AWSPREVIOUS'))?.text) : undefined;
      return previous === undefined ? undefined : { token: previous, until };
    });
    // After a rotation, senders still use the previous token. It is read now, because the next rotation replaces it.
    if (fetched !== undefined && fetched !== token) await before().catch(() => undefined);
    fetched = token;
    if (token !== undefined) return [{ token, until: Number.POSITIVE_INFINITY, before }];
    // The current value is no token, so senders may go on with the previous token.
    const stillAccepted = await before();
    return stillAccepted === undefined ? [] : [stillAccepted];
  };
};

/** Loads a value once for all callers. After a failed load, the next caller loads again. */
const keepLoaded = <Value>(load: () => Promise<Value>): (() => Promise<Value>) => {
  let loaded: Promise<Value> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
};

const FRESH_MS = 5 * 60_000;
/** After a failed fetch, the cached value is used for this long before the next fetch. */
const STALE_MS = 30_000;
/** A cached value is never used longer than this after its fetch, because it may have been revoked. */
const LONGEST_STALE_MS = 3_600_000;

/** A fetch ends within about 12 seconds. One that began longer ago was interrupted, because Lambda froze the process. */
const LONGEST_FETCH_MS = 30_000;

/**
 * Caches a secret for five minutes from the start of its fetch. Concurrent callers share one fetch, unless Lambda has
 * frozen the process meanwhile: the answer is then from before that. A failed fetch is never cached; while fetches fail,
 * the last value is used for an hour at most.
 */
export const createSecret = <Value>(fetch: FetchSecret<Value>, now: () => number): Secret<Value> => {
  let cached: { readonly values: readonly Value[]; readonly fetchedAt: number; readonly until: number } | undefined;
  let underWay: { readonly startedAt: number; readonly answer: Promise<readonly Value[]> } | undefined;

  const refresh = (): Promise<readonly Value[]> => {
    if (underWay !== undefined && now() - underWay.startedAt < LONGEST_FETCH_MS) return underWay.answer;
    const fetchedAt = now();
    const answer = fetch()
      .then((values) => {
        if (cached !== undefined && cached.fetchedAt > fetchedAt) return values; // a later fetch was faster
        // An empty secret is not cached, because somebody may fill it at any moment.
        cached = values.length > 0 ? { values, fetchedAt, until: fetchedAt + FRESH_MS } : undefined;
        return values;
      })
      .finally(() => {
        if (underWay?.answer === answer) underWay = undefined;
      });
    underWay = { startedAt: fetchedAt, answer };
    return answer;
  };

  return {
    async get() {
      if (cached !== undefined && cached.until > now()) return cached.values;
      const stale = cached;
      if (stale === undefined) return refresh();
      try {
        return await refresh();
      } catch (error) {
        if (now() - stale.fetchedAt > LONGEST_STALE_MS) throw error;
        // Secrets Manager is unreachable. A value that was right a few minutes ago most likely still is.
        cached = { ...stale, until: now() + STALE_MS };
        return stale.values;
      }
    },
    refresh,
  };
};
