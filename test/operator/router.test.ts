import { describe, expect, it } from 'vitest';
import { NoValueError } from '../../lib/edge/credentials.ts';
import { BOARD_CSS, BOARD_JS, BOARD_VERSION } from '../../lib/operator/board/assets.ts';
import { aCapture } from '../support/factories.ts';
import { A_VIEWER, AN_OPERATOR } from '../support/board.ts';
import { anOperator } from '../support/operator-harness.ts';

const ID = 'a'.repeat(32);
const nobody = async () => undefined;
const unreachable = async () => {
  throw new Error('unreachable');
};

describe('the operator’s routes', () => {
  it.each([
    'GET /nothing',
    'GET /captures/',
    'GET /v1/captures',
    'POST /v1/captures',
    `POST /v1/captures/${ID}/retry`,
    'GET /captures/A',
    `GET /captures/${ID}0`,
    `GET /x/captures/${ID}`,
    `GET /captures/${ID}/retry`,
    `POST /captures/${ID}`,
    `POST /captures/${ID}/retry/x`,
    `POST /v1/captures/${ID}/cancel`,
    `GET /captures/${ID}/cancel`,
    `POST /captures/${ID}/cancel/x`,
    'DELETE /captures',
    'POST /status',
    'GET /status/x',
    'GET /x/status',
    'POST /',
    'GET /xboard.css',
    'GET /x/board.css',
    'GET /board.css/x',
    'GET /x/board.js',
    'GET /board.json',
    'GET /boardxjs',
  ])('end as 404, with where to look: %s', async (request) => {
    const { add, ask } = anOperator();
    await add(aCapture({ id: ID }));

    const { status, body } = await ask(request);

    expect(status).toBe(404);
    expect(body.detail).toContain('docs/openapi.yaml');
  });
});

describe('the operator’s routes, without the right credentials', () => {
  it.each([
    'POST /captures',
    'GET /captures',
    `GET /captures/${ID}`,
    `POST /captures/${ID}/retry`,
    `POST /captures/${ID}/cancel`,
    'GET /status',
  ])('answer 401 as a problem, counted: %s', async (request) => {
    const { world, ledger, ask } = anOperator({ recognize: nobody });

    const { status, headers, body } = await ask(request, { body: { testId: '1' } });

    expect(status).toBe(401);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json' });
    expect(body.detail).toContain('operator token');
    expect(world.measured).toEqual([['OperatorUnauthorized']]);
    expect(world.logged).toEqual([['warn', 'operator_unauthorized']]);
    expect(ledger.all()).toEqual([]);
  });

  it.each([
    ['GET /', undefined],
    [`GET /captures/${ID}`, { accept: 'text/html,*/*' }],
    ['GET /status', { accept: 'text/html,*/*' }],
  ])('answer 401 as the page to sign in on, which leads back there: %s', async (request, sent) => {
    const { status, headers, body } = await anOperator({ recognize: nobody }).ask(request, { headers: sent ?? {} });

    expect(status).toBe(401);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'www-authenticate': 'Bearer realm="thousandeyes-snapshot-webhook"', // with Basic, a browser would ask for a password first
    });
    expect(body).toContain('type="password" name="token"');
    expect(body).toContain(`name="next" value="${request.split(' ')[1]}"`);
  });

  it('give out the board’s files', async () => {
    const { ask } = anOperator({ recognize: nobody });

    expect(await ask('GET /board.css')).toMatchObject({ status: 200, body: BOARD_CSS });
    expect(await ask('GET /board.js')).toMatchObject({ status: 200, body: BOARD_JS });
  });

  it('pass the request’s headers to the function that judges them', async () => {
    const { ask } = anOperator({
      recognize: async ({ headers }) => (headers['authorization'] === 'Bearer right' ? AN_OPERATOR : undefined),
    });

    expect(await ask('GET /status', { headers: { authorization: 'Bearer right' } })).toMatchObject({ status: 200 });
    expect(await ask('GET /status', { headers: { authorization: 'Bearer wrong' } })).toMatchObject({ status: 401 });
  });
});

describe('the operator’s routes, for an operator who may only view', () => {
  it('show everything', async () => {
    const { add, ask } = anOperator({ recognize: async () => A_VIEWER });
    await add(aCapture({ id: ID }));

    for (const request of ['GET /', 'GET /captures', `GET /captures/${ID}`, 'GET /status']) {
      expect(await ask(request)).toMatchObject({ status: 200 });
    }
  });

  it.each(['POST /captures', `POST /captures/${ID}/retry`, `POST /captures/${ID}/cancel`])(
    'change nothing: %s',
    async (request) => {
      const { world, ledger, add, ask } = anOperator({ recognize: async () => A_VIEWER });
      await add(aCapture({ id: ID }));

      const { status, body } = await ask(request, { body: { testId: '1' } });

      expect(status).toBe(403);
      expect(body.detail).toContain('role is view');
      expect(ledger.all()).toEqual([aCapture({ id: ID })]);
      expect(world.logged).toEqual([['warn', 'operator_may_only_view', { operator: 'ben' }]]);
    },
  );
});

describe('the operator’s routes, asked by another site in the operator’s browser', () => {
  const headers = { 'sec-fetch-site': 'cross-site' };

  it('change nothing: 403, before the credentials are looked at', async () => {
    const { world, ledger, ask } = anOperator({ recognize: unreachable });

    const { status, body } = await ask('POST /captures', { body: { testId: '1' }, headers });

    expect(status).toBe(403);
    expect(body.detail).toContain('Open the board itself');
    expect(ledger.all()).toEqual([]);
    expect(world.logged).toEqual([['warn', 'operator_cross_site']]);
    expect(world.measured).toEqual([]);
  });

  it('show what they show: the other site cannot read it', async () => {
    expect(await anOperator().ask('GET /status', { headers })).toMatchObject({ status: 200 });
  });
});

describe('the operator’s routes, if nobody has a token yet', () => {
  it('answer 503 with what to do, logged and counted apart from a guess', async () => {
    const { world, ask } = anOperator({ recognize: () => Promise.reject(new NoValueError()) });

    const [json, page] = [await ask('GET /status'), await ask('GET /')];

    expect(json).toMatchObject({ status: 503, body: { detail: expect.stringContaining('fill the operator secret') } });
    expect(page).toMatchObject({ status: 503, body: expect.stringContaining('fill the operator secret') });
    expect(world.logged.map((line) => (line as readonly unknown[]).slice(0, 2))).toEqual([
      ['error', 'operator_secret_without_value'],
      ['error', 'operator_secret_without_value'],
    ]);
    expect(world.measured).toEqual([
      ['SecretsWithoutValue', 1, 'operator'],
      ['SecretsWithoutValue', 1, 'operator'],
    ]);
  });
});

describe('the operator’s routes, if something cannot be reached', () => {
  it.each([
    { name: 'the secret', changes: { recognize: unreachable } },
    { name: 'the quota', changes: { slots: { read: unreachable } } },
  ])('answer 503: $name', async ({ changes }) => {
    const { world, ask } = anOperator(changes);

    const [json, page] = [await ask('GET /status'), await ask('GET /')];

    expect(json).toMatchObject({ status: 503, body: { detail: 'The ledger cannot be reached. Try again.' } });
    expect(page).toMatchObject({ status: 503, body: expect.stringContaining('Not available') });
    expect([json.headers['retry-after'], page.headers['retry-after']]).toEqual(['60', '60']);
    const line = ['error', 'operator_request_failed', new Error('unreachable')];
    expect(world.logged).toEqual([line, line]);
  });
});

describe('GET /', () => {
  it('shows the board, under a policy that lets nothing of elsewhere in', async () => {
    const { add, ask } = anOperator();
    await add(aCapture({ id: ID }));

    const { status, headers, body } = await ask('GET /');

    expect(status).toBe(200);
    expect(headers).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'$/),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(body).toContain(`id="c-${ID}"`);
  });

  it('asks for a hundred captures, or for what its filter says', async () => {
    const { world, ask } = anOperator();

    await ask('GET /');
    await ask('GET /', { query: { testId: '7', limit: '9' } });

    expect(world.queries).toMatchObject([{ limit: 100 }, { limit: 9, testId: '7' }]);
  });

  it('leads to older captures if there are some', async () => {
    const { add, ask } = anOperator();
    await add(aCapture({ id: ID }), aCapture({ id: 'b'.repeat(32) }));

    expect((await ask('GET /', { query: { limit: '1' } })).body).toMatch(/href="\/\?limit=1&#38;cursor=[\w-]+"/);
    expect((await ask('GET /')).body).not.toContain('Older captures');
  });

  it('says what is wrong with a filter, with a way out', async () => {
    const { status, headers, body } = await anOperator().ask('GET /', { query: { state: 'done' } });

    expect([status, headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
    expect(body).toContain('Bad filter');
    expect(body).toContain('state: must be one of');
    expect(body).not.toContain('done');
    expect(body).toContain('>Show all captures</a>');
  });
});

describe.each([
  { path: '/board.css', type: 'text/css; charset=utf-8', content: BOARD_CSS },
  { path: '/board.js', type: 'text/javascript; charset=utf-8', content: BOARD_JS },
])('GET $path', ({ path, type, content }) => {
  const etag = `"${BOARD_VERSION}"`;

  it('is kept for good under its version', async () => {
    const { status, headers, body } = await anOperator().ask(`GET ${path}`, { query: { v: BOARD_VERSION } });

    expect([status, body]).toEqual([200, content]);
    expect(headers).toEqual({
      etag,
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': type,
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([{ v: 'old' }, undefined])('is asked for anew under another one: %j', async (query) => {
    const { headers } = await anOperator().ask(`GET ${path}`, { ...(query && { query }) });

    expect(headers).toMatchObject({ etag, 'cache-control': 'no-cache' });
  });

  it('is not sent again to a browser that has it', async () => {
    const { ask } = anOperator();

    const { status, headers, body } = await ask(`GET ${path}`, { headers: { 'if-none-match': `W/"x", ${etag}` } });

    expect([status, body]).toEqual([304, undefined]);
    expect(headers).toEqual({ etag, 'cache-control': 'no-cache' });
    expect(await ask(`GET ${path}`, { headers: { 'if-none-match': '"old"' } })).toMatchObject({ status: 200 });
  });
});
