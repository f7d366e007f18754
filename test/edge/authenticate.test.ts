import { describe, expect, it } from 'vitest';
import { NoValueError } from '../../lib/edge/credentials.ts';
import { createAuthenticate } from '../../lib/edge/authenticate.ts';
import { NOW } from '../support/factories.ts';

const TOKEN_HEADER = 'x-token-of-this-caller';
const CURRENT = 'current-token';
const PREVIOUS = 'previous-token';

const basic = (pair: string, scheme = 'Basic') => ({
  authorization: `${scheme} ${Buffer.from(pair).toString('base64')}`,
});
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const accepted = (token: string) => ({ token, until: Number.POSITIVE_INFINITY });

/** A secret with cached and stored values that the test sets, and a clock that the test moves. */
const setUp = ({
  cached = [CURRENT, PREVIOUS],
  stored = cached,
  tokenHeader = TOKEN_HEADER,
}: {
  cached?: string[];
  stored?: string[];
  tokenHeader?: string | undefined;
} = {}) => {
  const world = {
    now: NOW,
    stored,
    refreshes: 0,
    fault: undefined as Error | undefined,
    refreshFault: undefined as Error | undefined,
  };
  const read = async (values: readonly string[]) => {
    if (world.fault) throw world.fault;
    return values.map(accepted);
  };
  const secret = {
    get: () => read(cached),
    refresh: async () => {
      world.refreshes += 1;
      if (world.refreshFault) throw world.refreshFault;
      return read(world.stored);
    },
  };
  return { world, authenticate: createAuthenticate(secret, () => world.now, tokenHeader) };
};

describe('auth: credentials that the secret knows', () => {
  it.each([
    { name: 'bearer', headers: bearer(CURRENT) },
    { name: 'bearer in another case', headers: { authorization: `bEARER ${CURRENT}` } },
    { name: 'bearer with blanks', headers: { authorization: `  Bearer   ${CURRENT} ` } },
    { name: 'the previous version', headers: bearer(PREVIOUS) },
    { name: 'basic with any user name', headers: basic(`thousandeyes:${CURRENT}`) },
    { name: 'basic without a user name', headers: basic(`:${CURRENT}`) },
    { name: 'basic in another case', headers: basic(`u:${CURRENT}`, 'BASIC') },
    { name: 'basic with the previous version', headers: basic(`u:${PREVIOUS}`) },
    { name: 'header of our own', headers: { [TOKEN_HEADER]: CURRENT } },
    { name: 'header of our own, previous version', headers: { [TOKEN_HEADER]: PREVIOUS } },
    { name: 'header of our own beside a wrong bearer', headers: { ...bearer('wrong'), [TOKEN_HEADER]: CURRENT } },
    { name: 'bearer beside a wrong header of our own', headers: { ...bearer(CURRENT), [TOKEN_HEADER]: 'wrong' } },
  ])('let the request in, from the cache: $name', async ({ headers }) => {
    const { authenticate, world } = setUp();

    const isIn = await authenticate(headers);

    expect(isIn).toBe(true);
    expect(world.refreshes).toBe(0);
  });

  it('may hold colons and umlauts, in a password of basic too', async () => {
    const { authenticate } = setUp({ cached: ['a:b:ü'] });

    const isIn = await Promise.all([authenticate(bearer('a:b:ü')), authenticate(basic('user:a:b:ü'))]);

    expect(isIn).toEqual([true, true]);
  });
});

describe('auth: credentials that the secret does not know', () => {
  it.each([
    { name: 'another token', headers: bearer('wrong') },
    { name: 'the token’s beginning', headers: bearer(CURRENT.slice(0, -1)) },
    { name: 'more than the token', headers: bearer(`${CURRENT}x`) },
    { name: 'another case', headers: bearer(CURRENT.toUpperCase()) },
    { name: 'the token as the user name of basic', headers: basic(`${CURRENT}:`) },
    { name: 'the user name within the password', headers: basic(`u:p:${CURRENT}`) },
    { name: 'the token’s base64 as bearer', headers: bearer(Buffer.from(CURRENT).toString('base64')) },
    { name: 'the token as basic without base64', headers: { authorization: `Basic ${CURRENT}` } },
    { name: 'another header of our own', headers: { [TOKEN_HEADER]: 'wrong' } },
  ])('keep the request out: $name', async ({ headers }) => {
    const { authenticate } = setUp();

    const isIn = await authenticate(headers);

    expect(isIn).toBe(false);
  });

  it('keep the request out if the header of our own is not asked for', async () => {
    const { world } = setUp();
    const authenticate = createAuthenticate(
      { get: async () => [accepted(CURRENT)], refresh: async () => [accepted(CURRENT)] },
      () => world.now,
    );

    const isIn = await Promise.all(
      [{ [TOKEN_HEADER]: CURRENT }, { undefined: CURRENT }, bearer(CURRENT)].map(authenticate),
    );

    expect(isIn).toEqual([false, false, true]);
  });
});

describe('auth: no credentials at all', () => {
  it.each([
    { name: 'no header', headers: {} },
    { name: 'empty headers', headers: { authorization: '', [TOKEN_HEADER]: '' } },
    { name: 'undefined headers', headers: { authorization: undefined, [TOKEN_HEADER]: undefined } },
    { name: 'bearer of nothing', headers: { authorization: 'Bearer ' } },
    { name: 'basic of nothing', headers: basic('') },
    { name: 'basic with an empty password', headers: basic('user:') },
    { name: 'another scheme', headers: { authorization: `Digest ${CURRENT}` } },
    { name: 'a token without a scheme', headers: { authorization: CURRENT } },
  ])('keep the request out and look for no secret: $name', async ({ headers }) => {
    const { authenticate, world } = setUp();

    const isIn = await authenticate(headers);

    expect(isIn).toBe(false);
    expect(world.refreshes).toBe(0);
  });
});

describe('auth: a secret without a value', () => {
  it.each([
    { name: 'no version at all', cached: [] },
    { name: 'an empty value', cached: [''] },
  ])('lets nobody in who sends none: $name', async ({ cached }) => {
    const { authenticate } = setUp({ cached });

    const isIn = await Promise.all(
      [bearer(''), basic('user:'), basic(''), {}, { [TOKEN_HEADER]: '' }].map(authenticate),
    );

    expect(isIn).toEqual([false, false, false, false, false]);
  });

  // Before, the answer was a 401, as for a wrong token, and hid that the secret was never filled.
  it('refuses nobody for good, also within five seconds of a look: that is thrown', async () => {
    const { authenticate } = setUp({ cached: [] });

    for (let time = 0; time < 2; time += 1) await expect(authenticate(bearer('x'))).rejects.toThrow(NoValueError);
  });
});

describe('auth: a secret that was rotated since it was cached', () => {
  it('lets the new token in by fetching the secret once', async () => {
    const { authenticate, world } = setUp({ stored: ['new-token', CURRENT] });

    const isIn = await authenticate(bearer('new-token'));

    expect(isIn).toBe(true);
    expect(world.refreshes).toBe(1);
  });

  it('is fetched again at once if it could not be read', async () => {
    const { authenticate, world } = setUp({ stored: ['new-token', CURRENT] });
    world.refreshFault = new Error('throttled');
    await expect(authenticate(bearer('new-token'))).rejects.toThrow('throttled');
    world.refreshFault = undefined;

    const isIn = await authenticate(bearer('new-token'));

    expect(isIn).toBe(true);
  });

  it('is fetched at most every five seconds, however many unknown tokens come', async () => {
    const { authenticate, world } = setUp();
    const refreshes: number[] = [];
    const answers = new Set<boolean>();

    for (const at of [0, 1, 4999, 5000, 5001, 9999, 10_000]) {
      world.now = NOW + at;
      answers.add(await authenticate(bearer('wrong')));
      refreshes.push(world.refreshes);
    }

    expect(refreshes).toEqual([1, 1, 1, 2, 2, 2, 3]);
    expect([...answers]).toEqual([false]);
  });

  it('keeps known tokens in while it may not be fetched', async () => {
    const { authenticate } = setUp();
    await authenticate(bearer('wrong'));

    const isIn = await authenticate(bearer(CURRENT));

    expect(isIn).toBe(true);
  });
});

describe('auth: the previous value of a secret', () => {
  /** A rotated secret, and how often its previous value and the whole secret were read. */
  const setUpReplaced = () => {
    const asked = { before: 0, refreshes: 0 };
    const world = { now: NOW, fault: undefined as Error | undefined };
    const before = async () => {
      asked.before += 1;
      if (world.fault) throw world.fault;
      return { token: PREVIOUS, until: NOW + 1000 };
    };
    const values = [{ ...accepted(CURRENT), before }];
    const secret = {
      get: async () => values,
      refresh: async () => {
        asked.refreshes += 1;
        return values;
      },
    };
    return { asked, world, authenticate: createAuthenticate(secret, () => world.now) };
  };

  it('is not asked for by who has the current one', async () => {
    const { asked, authenticate } = setUpReplaced();

    expect(await authenticate(bearer(CURRENT))).toBe(true);
    expect(asked).toEqual({ before: 0, refreshes: 0 });
  });

  it('lets its sender in, and nobody looks for a newer one', async () => {
    const { asked, authenticate } = setUpReplaced();

    expect(await authenticate(bearer(PREVIOUS))).toBe(true);
    expect(asked).toEqual({ before: 1, refreshes: 0 });
  });

  it('lets nobody in after its time, from the cache neither', async () => {
    const { world, authenticate } = setUpReplaced();

    world.now = NOW + 999;
    const before = await authenticate(bearer(PREVIOUS));
    world.now += 1;

    expect([before, await authenticate(bearer(PREVIOUS)), await authenticate(bearer(CURRENT))]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('refuses nobody for good if it cannot be read: the fault is thrown; the current one is let in', async () => {
    const { world, authenticate } = setUpReplaced();
    world.fault = new Error('ThrottlingException');

    await expect(authenticate(bearer(PREVIOUS))).rejects.toThrow('ThrottlingException');
    expect(await authenticate(bearer(CURRENT))).toBe(true);
  });
});

describe('auth: a secret that cannot be read', () => {
  it('refuses nobody for good: the fault is thrown', async () => {
    const { authenticate, world } = setUp();
    world.fault = new Error('ThrottlingException');

    const answer = authenticate(bearer(CURRENT));

    await expect(answer).rejects.toThrow('ThrottlingException');
  });
});
