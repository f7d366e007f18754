import { html, markupOf } from '../../lib/operator/board/html.ts';
import { LIFETIME_MS, type StoredSnapshot } from './snapshots.ts';

/** An answer to a browser. */
export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PageRequest {
  readonly method: string;
  readonly url: URL;
  readonly cookie: string | undefined;
}

const SESSION = 'stand-in-session=signed-in';

/** The pages have the same origin as the board, so no script may run on them. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const page = (body: string, status = 200): Page => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
  body,
});
const redirect = (location: string, status: number, headers: Readonly<Record<string, string>> = {}): Page => ({
  status,
  headers: { location, ...headers },
  body: '',
});

/**
 * The pages behind the two kinds of links: a share link opens for everybody; a link into the app redirects to a login,
 * which accepts any name and password. Undefined if the path belongs to no page.
 */
export const pageOf = (
  { method, url, cookie = '' }: PageRequest,
  snapshots: ReadonlyMap<string, StoredSnapshot>,
): Page | undefined => {
  const shared = snapshots.get(url.pathname.match(/^\/share\/(\w+)$/)?.[1] ?? '');
  if (shared && !shared.isPublic) return page(snapshotPage(shared));
  if (url.pathname === '/login') return method === 'POST' ? signIn(url) : page(LOGIN_PAGE);
  const saved = url.pathname === '/view/tests/' ? snapshots.get(url.searchParams.get('snapshot') ?? '') : undefined;
  if (saved === undefined) return undefined;
  if (cookie.split(/;\s*/).includes(SESSION)) return page(snapshotPage(saved));
  return redirect(`/login?return=${encodeURIComponent(`${url.pathname}${url.search}`)}`, 302);
};

const signIn = (url: URL): Page => {
  const back = url.searchParams.get('return') ?? '';
  return redirect(back.startsWith('/view/') ? back : '/login', 303, {
    'set-cookie': `${SESSION}; HttpOnly; Path=/view/; SameSite=Lax`,
  });
};

const STYLE = html`<style>body{font:16px/1.5 system-ui;margin:2rem auto;max-width:40rem;padding:0 1rem}th{text-align:left;padding-right:2rem}</style>`;
const HEAD = html`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">`;

const LOGIN_PAGE = markupOf(html`${HEAD}<title>Log in</title>${STYLE}
<h1>Log in</h1><p>The local ThousandEyes stand-in takes any name and password.</p>
<form method="post"><p><label>Name <input name="name" autocomplete="off"></label>
<p><label>Password <input name="password" type="password" autocomplete="off"></label>
<p><button>Log in</button></form></html>`);

/** The page behind a snapshot's link: the captured range, and who can see it. */
const snapshotPage = (snapshot: StoredSnapshot): string => {
  const rows = {
    Test: snapshot.testId,
    'Account group': snapshot.aid ?? 'default',
    From: snapshot.startDate,
    To: snapshot.endDate,
    Created: new Date(snapshot.createdAt).toISOString(),
    Expires: new Date(snapshot.createdAt + LIFETIME_MS).toISOString(),
    Kind: snapshot.isPublic ? 'saved event (private)' : 'share link (public)',
  };
  const cells = Object.entries(rows).map(([name, value]) => html`<tr><th scope="row">${name}<td>${value}`);
  return markupOf(html`${HEAD}
<title>${snapshot.displayName}</title>
${STYLE}
<h1>${snapshot.displayName}</h1><p>A snapshot of the local ThousandEyes stand-in.</p>
<table>${cells}</table></html>`);
};
