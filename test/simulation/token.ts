import type { CallFailure } from '../../lib/planning/call-failure.ts';
import type { FetchSecret } from '../../lib/runtime/secrets.ts';
import type { VirtualClock } from './clock.ts';

/** When the API token is rotated, in milliseconds after the start. */
export interface Rotation {
  /** ThousandEyes answers the old token with 401 from here on. */
  readonly revokedAt: number;
  /** Secrets Manager has the new token from here on. */
  readonly storedAt: number;
}

export const OLD_TOKEN = 'old-token';
const NEW_TOKEN = 'new-token';

export interface TokenOptions {
  readonly clock: VirtualClock;
  readonly random: () => number;
  readonly rotation: Rotation | undefined;
}

/** The API token, as Secrets Manager stores it and as ThousandEyes checks it. */
export const createToken = ({ clock, random, rotation }: TokenOptions) => {
  const startedAt = clock.now();
  const hasCome = (at: number | undefined): boolean => at !== undefined && clock.now() >= startedAt + at;

  const fetch: FetchSecret = async () => {
    const value = hasCome(rotation?.storedAt) ? NEW_TOKEN : OLD_TOKEN;
    await clock.sleep(5 + random() * 30); // the value was read before its way back
    return [value];
  };
  return {
    fetch,
    /** ThousandEyes' refusal of a call with this token; undefined if it accepts the token. */
    refusalOf: (token: string): CallFailure | undefined =>
      token === OLD_TOKEN && hasCome(rotation?.revokedAt) ? { outcome: 'unauthorized' } : undefined,
  };
};
