import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { tokenOf } from './token.ts';

/** Reads what counts of a secret, the current value first; empty where it has none yet. */
export type FetchSecret<Value = string> = () => Promise<Value[]>;

export interface Secret<Value = string> {
  /** The values, from the cache while they are fresh. */
  get(): Promise<readonly Value[]>;
  /** The values, fetched anew: after a 401, or a credential that the cached ones do not know. */
  refresh(): Promise<readonly Value[]>;
}

/** A version of a secret as Secrets Manager keeps it. */
interface SecretVersion {
  readonly text: string;
  /** Epoch milliseconds; absent if the answer had none. */
  readonly createdAt?: number;
}

/** Reads the version at a stage; undefined if there is none: never rotated, or not filled yet. */
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

/** The token of the current version alone. */
export const createFetchToken =
  (read: ReadVersion): FetchSecret =>
  async () => {
    const token = tokenOf((await read('AWSCURRENT'))?.text);
    return token === undefined ? [] : [token];
  };

/** A token that a sender may use, and the epoch milliseconds until which it may. */
export interface AcceptedToken {
  readonly token: string;
  readonly until: number;
  /** The token that this one has replaced, if a sender may still use it: asked for once, by the first caller. */
  readonly before?: () => Promise<AcceptedToken | undefined>;
}

/** ThousandEyes repeats an alert for an hour, and somebody has to change its webhook: a working day is enough for both. */
const PREVIOUS_MS = 24 * 3_600_000;

/**
 * The token of the current version, and behind it that of the version before, which counts for a day after the current one
 * was made. So a rotation loses no alert, and a stolen value does not count for good. Nobody asks for the version before as long
 * as the current one fits, after that day, or if nobody knows when the current one was made.
 */
export const createFetchAccepted =
  (read: ReadVersion, now: () => number): FetchSecret<AcceptedToken> =>
  async () => {
    const current = await read('AWSCURRENT');
    const token = tokenOf(current?.text);
    const until = (current?.createdAt ?? Number.NEGATIVE_INFINITY) + PREVIOUS_MS;
    const before = keepLoaded(async () => {
      const previous = until > now() ? tokenOf((await read('AWSPREVIOUS'))?.text) : undefined;
      return previous === undefined ? undefined : { token: previous, until };
    });
    if (token !== undefined) return [{ token, until: Number.POSITIVE_INFINITY, before }];
    // Somebody has put a value that is no token: senders go on with the one before.
    const stillAccepted = await before();
    return stillAccepted === undefined ? [] : [stillAccepted];
  };

/** Loads once, for all callers; what failed is loaded again by the next one. */
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
/** How long a value is used further before it is fetched anew, if the last fetch failed. */
const STALE_MS = 30_000;
/** A value that nobody could fetch anew for so long may have been revoked since. */
const LONGEST_STALE_MS = 3_600_000;

/**
 * Asks for a secret while Lambda still initializes, so that the first event does not wait for it. Where that fails, the
 * first event asks again, and has the error.
 */
export const fetchAhead = <Value>(secret: Secret<Value>): Secret<Value> => {
  secret.get().catch(() => undefined);
  return secret;
};

/**
 * Caches a secret for five minutes; callers at the same time share one fetch. A failed fetch is never cached: as long as
 * fetches fail, the last value is used for an hour at most.
 */
export const createSecret = <Value>(fetch: FetchSecret<Value>, now: () => number): Secret<Value> => {
  let cached: { readonly values: readonly Value[]; readonly fetchedAt: number; readonly until: number } | undefined;
  let underWay: Promise<readonly Value[]> | undefined;

  const refresh = (): Promise<readonly Value[]> => {
    underWay ??= fetch()
      .then((values) => {
        // A secret that is not filled yet may be at any moment.
        cached = values.length > 0 ? { values, fetchedAt: now(), until: now() + FRESH_MS } : undefined;
        return values;
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
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
        // Secrets Manager is out of reach: what was right five minutes ago most likely still is.
        cached = { ...stale, until: now() + STALE_MS };
        return stale.values;
      }
    },
    refresh,
  };
};
