import { needsLogin } from '../../../lib/captures/link-kind.ts';
import type { Call, Reply } from '../../http-call.ts';

/** What a snapshot's link leads to, asked for without credentials. `login` is a page, a redirect or a 401 that wants some. */
export type LinkPage =
  | { readonly kind: 'opens' | 'login' | 'error'; readonly status: number }
  /** No answer; `code` as in `Reply`. */
  | { readonly kind: 'none'; readonly code: string };

const MAX_REDIRECTS = 5;

/** Words of an address that asks for a login; never those of a query, which holds names. */
const LOGIN_ADDRESS = /(^|[^a-z])(log-?in|log-?on|sign-?in|sso|saml2?|oauth2?|openid|auth|authorize|idp)([^a-z]|$)/i;

const LOGIN_MARKUP = [
  /<input\b[^>]*\btype\s*=\s*["']?password\b/i,
  /<title[^>]*>\s*((cisco\s+)?thousandeyes\s*[|:–-]?\s*)?(log ?in|sign ?in|single sign-on)\b(\s*([|:–-]|to)?\s*(cisco\s+)?thousandeyes)?\s*<\/title>/i,
  /<form\b[^>]*\baction\s*=\s*["']?[^"'>\s]*(log-?in|sign-?in|sso|saml)\b/i,
  /<meta\b[^>]*\bhttp-equiv\s*=\s*["']?refresh\b[^>]*\burl\s*=[^>]*(log-?in|sign-?in|sso|saml)\b/i,
];

/** A link into the app shows nothing without a login: its host may answer with the frame of the app all the same. */
const isLoginAddress = ({ hostname, pathname, href }: URL): boolean => {
  const needs = needsLogin({ link: href, visibility: 'unknown' });
  if (needs !== undefined) return needs || LOGIN_ADDRESS.test(pathname); // the host of a share link begins with any letters
  return LOGIN_ADDRESS.test(`${hostname}${pathname}`);
};

/** Where a redirect leads; undefined if the answer is none, or leads to no page. */
const redirectOf = (reply: Extract<Reply, { kind: 'answer' }>, from: URL): URL | undefined => {
  const location = reply.status >= 300 && reply.status < 400 ? reply.header('location') : undefined;
  if (location === undefined || !URL.canParse(location, from.href)) return undefined;
  const url = new URL(location, from);
  return /^https?:$/.test(url.protocol) ? url : undefined;
};

/** Opens a link as somebody without an account does. `call` gets no credentials, so that redirects may be followed. */
export const openLink = async (call: Call, link: string): Promise<LinkPage> => {
  let url = new URL(link);
  for (let hops = 0; ; hops += 1) {
    const reply = await call(url.href, { headers: { accept: 'text/html' } });
    if (reply.kind === 'none') return reply;
    const { status } = reply;
    const next = redirectOf(reply, url);
    if (status === 401 || (next && isLoginAddress(next))) return { kind: 'login', status };
    if (next === undefined || hops === MAX_REDIRECTS) return pageOf(status, url, reply.text);
    url = next;
  }
};

const pageOf = (status: number, url: URL, text: string): LinkPage => {
  if (status < 200 || status > 299) return { kind: 'error', status };
  const isLogin = isLoginAddress(url) || LOGIN_MARKUP.some((markup) => markup.test(text));
  return { kind: isLogin ? 'login' : 'opens', status };
};
