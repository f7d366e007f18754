import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { tokenOf } from './token.ts';

/** Reads every accepted value of a secret, the current one first; empty where it has none yet. */
export type FetchSecret = () => Promise<string[]>;

export interface Secret {
  /** The values, from the cache while they are fresh. */
  get(): Promise<readonly string[]>;
  /** The values, fetched anew: after a 401, or a credential that the cached ones do not know. */
  refresh(): Promise<readonly string[]>;
}

/**
 * `GetSecretValue` for the given version stages. A stage that does not exist is left out
 * (a secret that was never rotated has no previous version, an unfilled one not even a current).
 */
export const createFetchSecret =
  (client: SecretsManagerClient, secretId: string, stages: readonly ('AWSCURRENT' | 'AWSPREVIOUS')[]): FetchSecret =>
  async () => {
    const values = await Promise.all(
      stages.map(async (stage) => {
        try {
          const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage });
          return tokenOf((await client.send(command)).SecretString);
        } catch (error) {
          if (error instanceof ResourceNotFoundException) return undefined;
          throw error;
        }
      }),
    );
    return values.filter((value) => value !== undefined);
  };

const FRESH_MS = 5 * 60_000;
/** How long a value is used further where it could not be fetched anew. */
const STALE_MS = 30_000;

/**
 * Asks for a secret while Lambda still initialises, so that the first event does not wait for it. Where that fails, the
 * first event asks again, and has the error.
 */
export const fetchAhead = (secret: Secret): Secret => {
  secret.get().catch(() => undefined);
  return secret;
};

/** Caches a secret for five minutes; callers at the same time share one fetch. A failed fetch is never cached. */
export const createSecret = (fetch: FetchSecret, now: () => number): Secret => {
  let cached: { readonly values: readonly string[]; readonly until: number } | undefined;
  let underWay: Promise<readonly string[]> | undefined;

  const refresh = (): Promise<readonly string[]> => {
    underWay ??= fetch()
      .then((values) => {
        // A secret that is not filled yet may be at any moment.
        cached = values.length > 0 ? { values, until: now() + FRESH_MS } : undefined;
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
      const stale = cached?.values;
      if (stale === undefined) return refresh();
      try {
        return await refresh();
      } catch {
        // Secrets Manager is out of reach: what was right five minutes ago most likely still is.
        cached = { values: stale, until: now() + STALE_MS };
        return stale;
      }
    },
    refresh,
  };
};
