import { describe, expect, it } from 'vitest';
import { createRecognition } from '../../lib/edge/recognize.ts';
import { wayBackTo } from '../../lib/operator/way-back.ts';
import { operatorsOf } from '../../lib/runtime/operators.ts';
import { A_LINK, aCapture, aSnapshot, NOW } from '../support/factories.ts';
import { anOperator } from '../support/operator-harness.ts';

const ID = 'a'.repeat(32);
const TOKEN = 't'.repeat(32);
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const signedOut = (changes: Parameters<typeof anOperator>[0] = {}) => {
  const operators = async () => operatorsOf(JSON.stringify({ anna: { token: TOKEN, role: 'operate' } })).operators;
  const api = anOperator({ ...createRecognition({ get: operators, refresh: operators }, () => NOW), ...changes });
  const signIn = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    api.ask('POST /sign-in', { body: new URLSearchParams(fields), headers: { ...FORM, ...headers } });
  return { ...api, signIn };
};

describe('signing in on the page', () => {
  it('leads on, with a session by which the next request is the operator’s', async () => {
    const { world, ask, signIn } = signedOut();

    const { status, headers, cookies } = await signIn({ token: ` ${TOKEN}\n`, next: '/?state=failed' });
    const session = cookies.map((cookie) => String(cookie.split(';')[0]));

    expect([status, headers['location']]).toEqual([303, '/?state=failed']);
    expect(await ask('GET /status')).toMatchObject({ status: 401 });
    expect(await ask('GET /status', { cookies: session })).toMatchObject({ status: 200 });
    expect(world.logged[0]).toEqual(['info', 'operator_signed_in', { operator: 'anna', role: 'operate' }]);
    expect((await ask('GET /', { cookies: session })).body).toContain('Signed in as <bdi>anna</bdi>');
  });

  it.each(['wrong', '', `${TOKEN}x`])('gives nothing for another token but the form again: %j', async (token) => {
    const { world, signIn } = signedOut();

    const { status, cookies, body } = await signIn({ token, next: '/status' });

    expect([status, cookies]).toEqual([401, []]);
    expect(body).toContain('This is no operator token.');
    expect(body).toContain('name="next" value="/status"');
    expect(world.measured).toEqual([['OperatorUnauthorized']]);
    expect(world.logged).toEqual([['warn', 'operator_unauthorized']]);
  });

  it.each([{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example', host: 'board.example' }])(
    'is refused where another site makes the browser do it: %j',
    async (headers) => {
      const { signIn } = signedOut();

      expect(await signIn({ token: TOKEN }, headers)).toMatchObject({ status: 403, cookies: [] });
    },
  );

  it('is a page too if the secret cannot be read', async () => {
    const { signIn } = signedOut({ signIn: () => Promise.reject(new Error('throttled')) });

    const { status, headers } = await signIn({ token: TOKEN });

    expect([status, headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
  });

  it('has no word of the request in it but where it leads', async () => {
    const { ask } = signedOut();

    const { body } = await ask('GET /sign-in', { query: { next: '/?state="><script>', token: TOKEN } });

    expect(body).not.toContain('<script>');
    expect(body).not.toContain(TOKEN);
    expect(body).toContain('value="/?state=%22%3E%3Cscript%3E"');
  });
});

describe('signing out', () => {
  it('makes the browser forget its session, even without credentials', async () => {
    const { status, headers, cookies } = await signedOut().ask('POST /sign-out');

    expect([status, headers['location']]).toEqual([303, '/sign-in']);
    expect(cookies).toEqual(['__Host-operator=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax']);
  });

  it('is refused if another site makes the browser do it', async () => {
    const answer = await signedOut().ask('POST /sign-out', { headers: { 'sec-fetch-site': 'cross-site' } });

    expect(answer).toMatchObject({ status: 403, cookies: [] });
  });
});

describe('the way back after signing in', () => {
  it.each([
    ['/', '/'],
    ['/?state=failed&testId=1', '/?state=failed&testId=1'],
    ['/status', '/status'],
    [`/captures/${ID}`, `/captures/${ID}`],
    ['/captures?limit=5', '/captures?limit=5'],
    ['/alerts/7', '/alerts/7?as=page'],
    ['/alerts/7?aid=&as=x&y=z', '/alerts/7?as=page'],
    ['/alerts/a%20b?aid=74411', '/alerts/a%20b?aid=74411&as=page'],
    [`/captures/${ID}/link`, `/?find=${ID}#c-${ID}`], // after a form, a browser does not go to another site
  ])('is a page of this site: %s', (asked, way) => {
    expect(wayBackTo(asked)).toBe(way);
  });

  it.each([
    undefined,
    '',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/.//evil.example',
    '/%2e//evil.example',
    '/\t/evil.example',
    'https://evil.example/',
    'https:evil.example',
    'javascript:alert(1)',
    '/status/../../evil',
    '/alerts/',
    '/alerts/../../evil',
    '@evil.example',
    '/sign-out',
    '/board.js',
    'http://[',
    `/?${'x'.repeat(2000)}`,
  ])('is the board instead of anything else: %j', (asked) => {
    expect(wayBackTo(asked)).toBe('/');
  });
});

describe('GET /captures/{id}/link', () => {
  it('leads to the link, and the log has who opened it and not the link', async () => {
    const { world, add, ask } = anOperator();
    await add(aCapture({ id: ID, state: 'published', snapshot: aSnapshot(), announcedAt: NOW }));

    const { status, headers } = await ask(`GET /captures/${ID}/link`);

    expect(status).toBe(303);
    expect(headers).toMatchObject({ location: A_LINK, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    expect(world.logged).toEqual([['info', 'link_opened', { captureId: ID, operator: 'anna' }]]);
  });

  it.each([
    ['no capture', []],
    ['a capture without a link', [aCapture({ id: ID })]],
    [
      'a link that is none',
      [aCapture({ id: ID, state: 'published', snapshot: aSnapshot({}, { link: 'javascript:alert(1)' }) })],
    ],
  ] as const)('is 404 if there is %s', async (_name, captures) => {
    const { world, add, ask } = anOperator();
    await add(...captures);

    expect(await ask(`GET /captures/${ID}/link`)).toMatchObject({ status: 404 });
    expect(world.logged).toEqual([]);
  });
});

describe('who asked is recorded', () => {
  it('with a capture by hand, a cancellation and what is sent again', async () => {
    const { world, ledger, add, ask } = anOperator();
    await add(aCapture({ id: ID }), aCapture({ id: 'b'.repeat(32), state: 'failed', announcedAt: NOW }));

    const { body } = await ask('POST /captures', { body: { testId: '1' } });
    const cancelled = await ask(`POST /captures/${ID}/cancel`);
    const again = await ask(`POST /captures/${'b'.repeat(32)}/retry`);

    expect([body.requestedBy, cancelled.body.cancelledBy, again.body.requestedBy]).toEqual(['anna', 'anna', 'anna']);
    expect(await ledger.get(ID)).toMatchObject({ cancelledBy: 'anna' });
    expect(world.logged).toMatchObject([
      ['info', 'manual_capture_taken_in', { operator: 'anna' }],
      ['info', 'capture_cancelled', { operator: 'anna', captureId: ID }],
      ['info', 'capture_sent_again', { operator: 'anna' }],
    ]);
  });
});
