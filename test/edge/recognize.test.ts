import { describe, expect, it } from 'vitest';
import { createRecognition } from '../../lib/edge/recognize.ts';
import type { OperatorWithToken } from '../../lib/runtime/operators.ts';
import { HOUR, NOW, SECOND } from '../support/factories.ts';

const ANNA: OperatorWithToken = { name: 'anna', role: 'operate', token: 'a'.repeat(32) };
const BEN: OperatorWithToken = { name: 'ben', role: 'view', token: 'b'.repeat(32) };
const HEADERS = { host: 'abc.execute-api.eu-central-1.amazonaws.com' };

/** Operators with cached and stored values that the test sets, and a clock that the test moves. */
const setUp = (cached: readonly OperatorWithToken[] = [ANNA, BEN]) => {
  const world = { now: NOW, cached, stored: cached, refreshes: 0 };
  const recognition = createRecognition(
    {
      get: async () => world.cached,
      refresh: async () => {
        world.refreshes += 1;
        world.cached = world.stored;
        return world.cached;
      },
    },
    () => world.now,
  );
  /** The cookie of a browser that signed in, as the browser sends it. */
  const cookieOf = async (token: string, headers: Record<string, string> = HEADERS) =>
    String((await recognition.signIn(token, headers))?.cookie.split(';')[0]);
  const nameBy = async (cookie: string, headers: Record<string, string> = HEADERS) =>
    (await recognition.recognize({ headers, cookies: ['other=1', cookie] }))?.name;
  return { world, ...recognition, cookieOf, nameBy };
};

describe('an operator’s token', () => {
  it.each([
    { name: 'bearer', authorization: `Bearer ${BEN.token}` },
    { name: 'the password of Basic', authorization: `Basic ${Buffer.from(`x:${BEN.token}`).toString('base64')}` },
  ])('says who it is, and the answer has no token: $name', async ({ authorization }) => {
    const { recognize } = setUp();

    expect(await recognize({ headers: { ...HEADERS, authorization } })).toEqual({ name: 'ben', role: 'view' });
  });

  it.each([undefined, 'Bearer ', `Bearer ${'c'.repeat(32)}`])(
    'that nobody has is nobody: %s',
    async (authorization) => {
      expect(await setUp().recognize({ headers: { ...HEADERS, authorization } })).toBeUndefined();
    },
  );

  // Before, the first matching entry of the secret counted, so an old session in the browser could win over the token
  // that a proxy sends.
  it('counts before a session of somebody else, whichever entry is first', async () => {
    for (const operators of [
      [ANNA, BEN],
      [BEN, ANNA],
    ]) {
      const { recognize, cookieOf } = setUp(operators);
      const cookies = [await cookieOf(ANNA.token)];

      const by = (token: string) => recognize({ headers: { ...HEADERS, authorization: `Bearer ${token}` }, cookies });

      expect(await by(BEN.token)).toEqual({ name: 'ben', role: 'view' });
      expect(await by('c'.repeat(32))).toEqual({ name: 'anna', role: 'operate' }); // a browser sends a remembered password
    }
  });

  it('counts before a session even if it is newer than the cache', async () => {
    const { world, recognize, cookieOf } = setUp([ANNA]);
    const cookies = [await cookieOf(ANNA.token)];
    world.stored = [ANNA, BEN];

    const headers = { ...HEADERS, authorization: `Bearer ${BEN.token}` };

    expect(await recognize({ headers, cookies })).toMatchObject({ name: 'ben' });
  });

  it('of before a rotation counts no longer, once the secret is looked at again', async () => {
    const { world, recognize } = setUp([ANNA]);
    world.stored = [{ ...ANNA, token: 'n'.repeat(32) }];

    const by = (token: string) => recognize({ headers: { authorization: `Bearer ${token}` } });

    expect(await by('n'.repeat(32))).toMatchObject({ name: 'anna' });
    expect(await by(ANNA.token)).toBeUndefined();
  });
});

describe('signing in', () => {
  it('gives a cookie that only this host gets back, that scripts cannot read, for 12 hours', async () => {
    const { signIn } = setUp();

    const { operator, cookie } = (await signIn(ANNA.token, HEADERS)) ?? {};

    expect(operator).toEqual({ name: 'anna', role: 'operate' });
    expect(cookie).toMatch(
      /^__Host-operator=\d{13}\.[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(cookie).not.toContain(ANNA.token);
  });

  it.each(['', 'wrong', ANNA.token.slice(1), ANNA.name])('gives none for another token: %j', async (token) => {
    expect(await setUp().signIn(token, HEADERS)).toBeUndefined();
  });

  it('has the port in the cookie’s name, so that two local systems have two', async () => {
    const { cookieOf, nameBy } = setUp();
    const cookie = await cookieOf(ANNA.token, { host: '127.0.0.1:3000' });

    expect(cookie).toMatch(/^__Host-operator-3000=/);
    expect(await nameBy(cookie, { host: '127.0.0.1:3000' })).toBe('anna');
    expect(await nameBy(cookie, { host: '127.0.0.1:3001' })).toBeUndefined();
  });
});

describe('a session', () => {
  it('says who signed in, with the role of now', async () => {
    const { world, cookieOf, recognize } = setUp();
    const cookie = await cookieOf(ANNA.token);
    world.cached = [{ ...ANNA, role: 'view' }, BEN];

    expect(await recognize({ headers: HEADERS, cookies: [cookie] })).toEqual({ name: 'anna', role: 'view' });
    expect(world.refreshes).toBe(0);
  });

  it('is over after 12 hours, whatever the browser keeps', async () => {
    const { world, cookieOf, nameBy } = setUp();
    const cookie = await cookieOf(ANNA.token);

    world.now += 12 * HOUR - SECOND;
    expect(await nameBy(cookie)).toBe('anna');
    world.now += SECOND;
    expect(await nameBy(cookie)).toBeUndefined();
    expect(world.refreshes).toBe(0);
  });

  it.each<{ name: string; later: readonly OperatorWithToken[] }>([
    { name: 'another token', later: [{ ...ANNA, token: 'n'.repeat(32) }, BEN] },
    { name: 'another name', later: [{ ...ANNA, name: 'anne' }, BEN] },
    { name: 'nobody', later: [BEN] },
  ])('is over if the secret has $name instead', async ({ later }) => {
    const { world, cookieOf, nameBy } = setUp();
    const [annas, bens] = [await cookieOf(ANNA.token), await cookieOf(BEN.token)];
    world.cached = later;
    world.stored = later;

    expect(await nameBy(annas)).toBeUndefined();
    expect(await nameBy(bens)).toBe('ben');
  });

  it('that began elsewhere with a newer secret makes this one look for it', async () => {
    const newer = { ...ANNA, token: 'n'.repeat(32) };
    const cookie = await setUp([newer]).cookieOf(newer.token);
    const { world, nameBy } = setUp([ANNA]);
    world.stored = [newer];

    expect(await nameBy(cookie)).toBe('anna');
    expect(world.refreshes).toBe(1);
  });

  it('that somebody made up or changed is nobody’s, and costs a fetch every five seconds at most', async () => {
    const { world, cookieOf, nameBy } = setUp();
    const cookie = await cookieOf(BEN.token);
    const [name, value = ''] = cookie.split('=');
    const [until, mac = ''] = value.split('.');
    const forged = [
      `${until}`,
      `${Number(until) + 1}.${mac}`,
      `${until}.${mac.slice(0, -1)}${mac.endsWith('A') ? 'B' : 'A'}`,
      `${until}.${mac.toUpperCase()}`,
      `${until}.${mac}=`,
      `${until}.${'A'.repeat(43)}`,
      '',
      `9999999999999.${mac}`,
      `anna.${value}`,
    ];

    for (const session of forged) expect(await nameBy(`${name}=${session}`)).toBeUndefined();
    expect(await nameBy(`operator=${value}`)).toBeUndefined();
    expect(world.refreshes).toBe(1);
    expect(await nameBy(cookie)).toBe('ben');
  });
});
