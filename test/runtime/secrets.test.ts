import {
  type GetSecretValueCommandInput,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import {
  createFetchAccepted,
  createFetchToken,
  createReadVersion,
  createSecret,
  type ReadVersion,
} from '../../lib/runtime/secrets.ts';
import { DAY, HOUR, MINUTE, NOW, SECOND } from '../support/factories.ts';

/** A secret whose fetches the test answers one by one, and a clock that the test moves. */
const setUp = () => {
  const clock = { now: NOW };
  const fetches: PromiseWithResolvers<string[]>[] = [];
  const fetch = () => {
    const answer = Promise.withResolvers<string[]>();
    fetches.push(answer);
    return answer.promise;
  };
  return { clock, fetches, secret: createSecret(fetch, () => clock.now) };
};

/** The same secret, after its first fetch. */
const setUpCached = async (values: string[]) => {
  const world = setUp();
  const first = world.secret.get();
  world.fetches[0]?.resolve(values);
  await first;
  return world;
};

describe('secret: fetched before', () => {
  it.each([0, 1, 5 * MINUTE - 1])('comes from the cache while it is fresh: after %i ms', async (later) => {
    const { clock, fetches, secret } = await setUpCached(['a', 'b']);
    clock.now += later;

    const values = await secret.get();

    expect(values).toEqual(['a', 'b']);
    expect(fetches).toHaveLength(1);
  });

  it('is fetched again after five minutes', async () => {
    const { clock, fetches, secret } = await setUpCached(['old']);
    clock.now += 5 * MINUTE;

    const values = secret.get();
    fetches[1]?.resolve(['new']);

    expect(await values).toEqual(['new']);
  });

  it('is fresh from the start of its fetch on, because nobody knows when the answer was made', async () => {
    const { clock, fetches, secret } = setUp();
    const first = secret.get();
    clock.now += 10 * SECOND;
    fetches[0]?.resolve(['a']);
    await first;
    clock.now = NOW + 5 * MINUTE - 1;

    expect(await secret.get()).toEqual(['a']);
    expect(fetches).toHaveLength(1);

    clock.now += 1;
    void secret.get();

    expect(fetches).toHaveLength(2);
  });

  it('is fetched again at once if it was empty: it may be filled at any moment', async () => {
    const { fetches, secret } = await setUpCached([]);

    const values = secret.get();
    fetches[1]?.resolve(['filled']);

    expect(await values).toEqual(['filled']);
  });
});

describe('secret: fetched anew, and empty', () => {
  it('drops the cached values after it was emptied', async () => {
    const { fetches, secret } = await setUpCached(['old']);
    const refreshed = secret.refresh();
    fetches[1]?.resolve([]);
    await refreshed;

    const values = secret.get();
    fetches[2]?.resolve([]);

    expect(await values).toEqual([]);
    expect(fetches).toHaveLength(3);
  });
});

describe('secret: several callers at the same time', () => {
  it('share one fetch and its answer', async () => {
    const { fetches, secret } = setUp();

    const answers = Promise.all([secret.get(), secret.refresh(), secret.get()]);
    fetches[0]?.resolve(['a']);

    expect(await answers).toEqual([['a'], ['a'], ['a']]);
    expect(fetches).toHaveLength(1);
  });

  it('share its failure', async () => {
    const { fetches, secret } = setUp();

    const answers = Promise.allSettled([secret.get(), secret.get()]);
    fetches[0]?.reject(new Error('AccessDenied'));

    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(fetches).toHaveLength(1);
  });
});

describe('secret: the process was frozen for an hour while a fetch was under way', () => {
  it('is fetched again, though the answer from before arrives first', async () => {
    // Before, that answer counted as fresh for five more minutes, also if the secret had been rotated meanwhile.
    const { clock, fetches, secret } = setUp();
    const ahead = secret.get();
    clock.now += HOUR;
    fetches[0]?.resolve(['old']);
    await ahead;

    const values = secret.get();
    fetches[1]?.resolve(['new']);

    expect(await values).toEqual(['new']);
  });

  it('is fetched again, though that answer arrives later', async () => {
    const { clock, fetches, secret } = setUp();
    const ahead = secret.get();
    clock.now += HOUR;

    const values = secret.get();
    fetches[1]?.resolve(['new']);
    expect(await values).toEqual(['new']);
    fetches[0]?.resolve(['old']);
    await ahead;

    expect(await secret.get()).toEqual(['new']);
    expect(fetches).toHaveLength(2);
  });

  it('is fetched again, though that fetch fails', async () => {
    const { clock, fetches, secret } = setUp();
    const ahead = secret.get();
    clock.now += HOUR;

    const values = secret.get();
    fetches[0]?.reject(new Error('timeout'));
    await expect(ahead).rejects.toThrow('timeout');
    const others = secret.get();
    fetches[1]?.resolve(['new']);

    expect(await Promise.all([values, others])).toEqual([['new'], ['new']]);
    expect(fetches).toHaveLength(2);
  });
});

describe('secret: a fetch that failed', () => {
  it('is not cached: the next caller fetches again', async () => {
    const { fetches, secret } = setUp();
    const failed = secret.get();
    fetches[0]?.reject(new Error('AccessDenied'));
    await expect(failed).rejects.toThrow('AccessDenied');

    const values = secret.get();
    fetches[1]?.resolve(['a']);

    expect(await values).toEqual(['a']);
  });

  it('leaves the cached values while they are fresh', async () => {
    const { fetches, secret } = await setUpCached(['a']);
    const failed = secret.refresh();
    fetches[1]?.reject(new Error('AccessDenied'));
    await expect(failed).rejects.toThrow('AccessDenied');

    const values = await secret.get();

    expect(values).toEqual(['a']);
  });

  it('leaves the values of before in use, and is tried again half a minute later', async () => {
    const { clock, fetches, secret } = await setUpCached(['a']);
    clock.now += 5 * MINUTE;

    const values = secret.get();
    fetches[1]?.reject(new Error('throttled'));
    const stale = await values;
    clock.now += 29 * 1000;
    const stillStale = await secret.get();
    clock.now += 1000;
    const fresh = secret.get();
    fetches[2]?.resolve(['b']);

    expect([stale, stillStale, await fresh]).toEqual([['a'], ['a'], ['b']]);
    expect(fetches).toHaveLength(3);
  });

  it.each([
    { name: 'an hour after it was fetched', later: 60 * MINUTE, isUsed: true },
    { name: 'no longer: it may have been revoked', later: 60 * MINUTE + 1, isUsed: false },
  ])('is used $name', async ({ later, isUsed }) => {
    const { clock, fetches, secret } = await setUpCached(['a']);
    clock.now += 30 * MINUTE;
    const once = secret.get();
    fetches[1]?.reject(new Error('throttled'));
    await once;
    clock.now += later - 30 * MINUTE;

    const values = secret.get();
    fetches[2]?.reject(new Error('throttled'));

    expect(await values.catch((error: unknown) => String(error))).toEqual(isUsed ? ['a'] : 'Error: throttled');
  });
});

describe('secret: refreshed', () => {
  it('is fetched though the cache is fresh, and cached anew', async () => {
    const { clock, fetches, secret } = await setUpCached(['old']);
    clock.now += 5 * MINUTE - 1;
    const refreshed = secret.refresh();
    fetches[1]?.resolve(['new']);
    await refreshed;
    clock.now += 5 * MINUTE - 1;

    const values = await secret.get();

    expect(values).toEqual(['new']);
    expect(fetches).toHaveLength(2);
  });

  it('serves the old values to others until the new ones are there', async () => {
    const { fetches, secret } = await setUpCached(['old']);

    const refreshed = secret.refresh();
    const meanwhile = await secret.get();
    fetches[1]?.resolve(['new']);

    expect([meanwhile, await refreshed]).toEqual([['old'], ['new']]);
  });
});

describe('secret: in Secrets Manager', () => {
  /** A reader of the given versions. A value may be absent, or an error. The current version was created now. */
  const readerOf = (values: Readonly<Record<string, string | Error>>, createdAt: Date | undefined = new Date(NOW)) => {
    const asked: GetSecretValueCommandInput[] = [];
    const client = {
      send: async ({ input }: { input: GetSecretValueCommandInput }) => {
        asked.push(input);
        const value = values[input.VersionStage ?? ''];
        if (value instanceof Error) throw value;
        if (value === undefined) throw new ResourceNotFoundException({ message: 'no such version', $metadata: {} });
        return { SecretString: value, CreatedDate: createdAt };
      },
    } as unknown as SecretsManagerClient;
    return { asked, read: createReadVersion(client, 'webhook') };
  };
  /** The accepted tokens, first the current and then the previous one, and the versions that were read. */
  const acceptedIn = async (values: Parameters<typeof readerOf>[0], createdAt?: Date, at = NOW) => {
    const { asked, read } = readerOf(values, createdAt);
    const [current] = await createFetchAccepted(read, () => at)();
    const askedAtOnce = asked.map(({ VersionStage }) => VersionStage);
    const before = await current?.before?.();
    return { current: current?.token, before, askedAtOnce, asked };
  };
  const NEW_AND_OLD = { AWSPREVIOUS: '{"token":"old"}', AWSCURRENT: 'new\n' };

  it('has the value of its current version, and reads the previous one on demand', async () => {
    expect(await acceptedIn(NEW_AND_OLD)).toEqual({
      current: 'new',
      askedAtOnce: ['AWSCURRENT'],
      before: { token: 'old', until: NOW + DAY },
      asked: [
        { SecretId: 'webhook', VersionStage: 'AWSCURRENT' },
        { SecretId: 'webhook', VersionStage: 'AWSPREVIOUS' },
      ],
    });
  });

  it('has one if it was never rotated, and none if it is not filled', async () => {
    expect(await acceptedIn({ AWSCURRENT: 'new' })).toMatchObject({ current: 'new', before: undefined });
    expect(await createFetchAccepted(readerOf({ AWSCURRENT: ' ' }).read, () => NOW)()).toEqual([]);
    expect(await createFetchAccepted(readerOf({}).read, () => NOW)()).toEqual([]);
  });

  it('has its previous value alone if the current one is no token', async () => {
    const { read } = readerOf({ ...NEW_AND_OLD, AWSCURRENT: '{}' });

    expect(await createFetchAccepted(read, () => NOW)()).toEqual([{ token: 'old', until: NOW + DAY }]);
  });

  it.each([
    { name: 'a day after the current one was made', at: NOW + DAY, asked: 1 },
    { name: 'until then', at: NOW + DAY - 1, asked: 2 },
  ])('asks nobody for a version that does not count any more: $name', async ({ at, asked }) => {
    expect((await acceptedIn(NEW_AND_OLD, new Date(NOW), at)).asked).toHaveLength(asked);
  });

  it('never asks for the value before one whose time is unknown', async () => {
    const { asked, read } = readerOf(NEW_AND_OLD);
    const undated: ReadVersion = async (stage) => ({ text: (await read(stage))?.text ?? '' });
    const [current] = await createFetchAccepted(undated, () => NOW)();

    expect(await current?.before?.()).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  it('asks once for its previous version, however many callers want it, also if there is none', async () => {
    const { asked, read } = readerOf({ AWSCURRENT: 'new' });
    const [current] = await createFetchAccepted(read, () => NOW)();

    await Promise.all([current?.before?.(), current?.before?.()]);
    await current?.before?.();

    expect(asked).toHaveLength(2);
  });

  it('is an error if a version cannot be read, for it may be the one that a caller has, and is asked for again', async () => {
    const values: Record<string, string | Error> = { AWSCURRENT: 'new', AWSPREVIOUS: new Error('AccessDenied') };
    const [current] = await createFetchAccepted(readerOf(values).read, () => NOW)();
    await expect(current?.before?.()).rejects.toThrow('AccessDenied');

    values['AWSPREVIOUS'] = 'old';

    expect(await current?.before?.()).toMatchObject({ token: 'old' });
  });

  it('has one token for who sends it on, and its previous version is not asked for', async () => {
    const { asked, read } = readerOf({ AWSPREVIOUS: 'old', AWSCURRENT: '{"token":"new"}' });

    expect(await createFetchToken(read)()).toEqual(['new']);
    expect(asked).toHaveLength(1);
    expect(await createFetchToken(readerOf({}).read)()).toEqual([]);
  });
});
