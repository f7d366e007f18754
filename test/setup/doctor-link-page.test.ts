import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../../local/listen.ts';
import { judgeLink, type LiveLink } from '../../setup/doctor/checks/live-link.ts';
import { openLink } from '../../setup/doctor/checks/link-page.ts';
import { createCall } from '../../setup/http-call.ts';

const SNAPSHOT = '<!doctype html><title>Login page of the shop</title><h1>Login page of the shop</h1><p>2 hours</p>';
const LOGIN_FORM = '<!doctype html><title>Shop</title><form><input name=user><input name="p" type="password"></form>';

type Answer = { readonly status?: number; readonly location?: string; readonly body?: string };

/** The server's answers by path. */
const PAGES: Readonly<Record<string, Answer>> = {
  '/snapshot': { body: SNAPSHOT },
  '/moved': { status: 301, location: '/snapshot' },
  '/password-field': { body: LOGIN_FORM },
  '/titled': { body: '<html><head><title>\nSign in | ThousandEyes</title></head><div id=app></div>' },
  '/posted': { body: '<form method=post action="https://sso.example/saml/acs"></form>' },
  '/refreshed': { body: '<meta http-equiv="refresh" content="0; url=/login?x=1">' },
  '/to-login': { status: 302, location: '/login?return=%2Fsnapshot' },
  '/login': { body: SNAPSHOT },
  '/to-app': { status: 302, location: 'https://app.thousandeyes.com/view/tests/' },
  '/to-sso': { status: 307, location: 'https://sso.example.com/start' },
  '/twice': { status: 302, location: '/to-login' },
  '/to-password': { status: 302, location: '/password-field' },
  '/authors': { status: 302, location: '/authors/blog-index' },
  '/authors/blog-index': { body: SNAPSHOT },
  '/round': { status: 302, location: '/round' },
  '/nowhere': { status: 302, location: 'javascript:alert(1)' },
  '/unauthorized': { status: 401 },
  '/forbidden': { status: 403 },
  '/broken': { status: 500 },
};

describe('doctor: a snapshot’s link, opened without credentials', () => {
  let server: Server;
  let origin: string;
  let stop: () => Promise<void>;
  const asked: { readonly path: string | undefined; readonly headers: Record<string, unknown> }[] = [];
  beforeAll(async () => {
    server = createServer(({ url, headers }, response) => {
      asked.push({ path: url, headers });
      const { status = 200, location, body = '' } = PAGES[url?.split('?')[0] ?? ''] ?? { status: 404 };
      response
        .writeHead(status, { 'content-type': 'text/html', ...(location !== undefined && { location }) })
        .end(body);
    });
    ({ url: origin, stop } = await listen(server));
  });
  beforeEach(() => void asked.splice(0));
  afterAll(() => stop());

  const open = (path: string) => openLink(createCall({ timeoutMs: 5000, now: Date.now }), `${origin}${path}`);

  it.each([
    ['/snapshot', 'opens', 200],
    ['/moved', 'opens', 200],
    ['/authors', 'opens', 200],
    // Any answer below 400 once counted as a snapshot.
    ['/password-field', 'login', 200],
    ['/titled', 'login', 200],
    ['/posted', 'login', 200],
    ['/refreshed', 'login', 200],
    ['/to-login', 'login', 302],
    ['/to-app', 'login', 302],
    ['/to-sso', 'login', 307],
    ['/twice', 'login', 302],
    ['/to-password', 'login', 200],
    ['/login?x=1', 'login', 200],
    ['/unauthorized', 'login', 401],
    ['/forbidden', 'error', 403],
    ['/gone', 'error', 404],
    ['/broken', 'error', 500],
    ['/round', 'error', 302],
    ['/nowhere', 'error', 302],
  ])('%s: %s (%i)', async (path, kind, status) => {
    expect(await open(path)).toEqual({ kind, status });
  });

  it('sends no credentials, and asks a round of redirects six times at most', async () => {
    await open('/round');

    expect(asked).toHaveLength(6);
    for (const { headers } of asked) {
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('cookie');
    }
  });

  it('says why there is no answer', async () => {
    const { url, stop: end } = await listen(createServer());
    await end();

    expect(await openLink(createCall({ timeoutMs: 5000, now: Date.now }), url)).toEqual({
      kind: 'none',
      code: 'ECONNREFUSED',
    });
  });

  it('takes a page of the app for one that needs a login, whatever is on it', async () => {
    const answer = { kind: 'answer', status: 200, header: () => undefined, text: SNAPSHOT, tookMs: 1 } as const;

    const page = await openLink(async () => answer, 'https://app.thousandeyes.com/view/tests/?snapshot=x');

    expect(page).toEqual({ kind: 'login', status: 200 });
  });

  it('does not take the letters at the beginning of a share link for a login', async () => {
    const answer = { kind: 'answer', status: 200, header: () => undefined, text: SNAPSHOT, tookMs: 1 } as const;

    const page = await openLink(async () => answer, 'https://sso.share.thousandeyes.com/view/tests/?roundId=1');

    expect(page).toEqual({ kind: 'opens', status: 200 });
  });
});

describe('doctor: the kind of a live link', () => {
  const HOSTS = {
    public: 'https://wdiac.share.thousandeyes.com/view/tests',
    private: 'https://app.thousandeyes.com/view/wdiac',
    app: 'https://app.thousandeyes.com/view/wdiac',
    unknown: 'https://links.example.com/wdiac',
  };
  const of = (kind: keyof typeof HOSTS, isReused = false): LiveLink => ({
    link: HOSTS[kind],
    visibility: kind === 'app' ? 'unknown' : kind,
    isReused,
  });
  const opens = { kind: 'opens', status: 200 } as const;
  const login = { kind: 'login', status: 302 } as const;

  it.each([
    ['a share link that opens', of('public'), opens, undefined, 'ok', /public.*page opens \(200\)/],
    ['a share link behind a login', of('public'), login, undefined, 'warn', /public.*asks for a login \(302\)/],
    ['a private link behind a login', of('private'), login, undefined, 'ok', /private \(a saved event\).*\(302\)/],
    ['a private link that opens', of('private'), opens, undefined, 'warn', /private.*opens \(200\).*may see the data/],
    ['a link into the app', of('app'), login, undefined, 'ok', /into the app: it needs a login/],
    ['an unknown one that opens', of('unknown'), opens, undefined, 'ok', /does not state.*opens/],
    ['an unknown one behind a login', of('unknown'), login, undefined, 'ok', /does not state.*asks for a login/],
    ['a reused one', of('public', true), opens, undefined, 'ok', /^.*so none was created/],
    ['a share link where one was wanted', of('public'), opens, 'share', 'ok', /public/],
    ['a login where a share link was wanted', of('app'), login, 'share', 'warn', /need a ThousandEyes account/],
    ['a login where one was wanted', of('app'), login, 'login', 'ok', /needs a login/],
    ['a share link where a login was wanted', of('public'), login, 'login', 'fail', /LINK_VISIBILITY=login asks/],
    [
      'what opens where a login was wanted',
      of('private'),
      opens,
      'login',
      'fail',
      /This one opens without a login \(200\)/,
    ],
    ['what nobody knows where a login was wanted', of('unknown'), login, 'login', 'fail', /LINK_VISIBILITY=login asks/],
    [
      'a page that is gone',
      of('public'),
      { kind: 'error', status: 404 },
      undefined,
      'warn',
      /answers 404.*Open the link/,
    ],
    ['a silent host', of('public'), { kind: 'none', code: 'ENOTFOUND' }, undefined, 'warn', /does not resolve/],
  ] as const)('%s', (_, live, page, wanted, outcome, said) => {
    const judged = judgeLink(live, page, wanted);

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
    expect(JSON.stringify(judged)).not.toContain('wdiac');
  });
});
