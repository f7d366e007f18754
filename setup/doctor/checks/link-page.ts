import { needsLogin } from '../../../lib/captures/link-kind.ts';
import type { Call, Reply } from '../../http-call.ts';

/** What a snapshot's link shows without credentials. `login` is a page, a redirect or a 401 that asks for a login. */
export type LinkPage =
  | { readonly kind: 'opens' | 'login' | 'error'; readonly status: number }
  /** No answer; `code` as in `Reply`. */
  | { readonly kind: 'none'; readonly code: string };

const MAX_REDIRECTS = 5;

/** Words in the host or path of an address that asks for a login. A query is not searched, because it holds names. */
const LOGIN_ADDRESS = /(^|[^a-z])(log-?in|log-?on|sign-?in|sso|saml2?|oauth2?|openid|auth|authorize|idp)([^a-z]|$)/i;

const LOGIN_MARKUP = [
  /<input\b[^>]*\btype\s*=\s*["']?password\b/i,
  /<title[^>]*>\s*((cisco\s+)?thousandeyes\s*[|:–-]?\s*)?(log ?in|sign ?in|single sign-on)\b(\s*([|:–-]|to)?\s*(cisco\s+)?thousandeyes)?\s*<\/title>/i,
  /<form\b[^>]*\baction\s*=\s*["']?[^"'>\s]*(log-?in|sign-?in|sso|saml)\b/i,
  /<meta\b[^>]*\bhttp-equiv\s*=\s*["']?refresh\b[^>]*\burl\s*=[^>]*(log-?in|sign-?in|sso|saml)\b/i,
];

/** Whether an address needs a login. A link into the app does, even if its host answers with the frame of the app. */
const isLoginAddress = ({ hostname, pathname, href }: URL): boolean => {
  const needs = needsLogin({ link: href, visibility: 'unknown' });
  if (needs !== undefined) return needs || LOGIN_ADDRESS.test(pathname); // a share link's host begins with random letters
  return LOGIN_ADDRESS.test(`${hostname}${pathname}`);
};

/** The target of a redirect; undefined if the answer is no redirect, or its target is no web page. */
const redirectOf = (reply: Extract<Reply, { kind: 'answer' }>, from: URL): URL | undefined => {
  const location = reply.status >= 300 && reply.status < 400 ? reply.header('location') : undefined;
  if (location === undefined || !URL.canParse(location, from.href)) return undefined;
  const url = new URL(location, from);
  return /^https?:$/.test(url.protocol) ? url : undefined;
};

/** Opens a link as a person without an account does. `call` sends no credentials, so it may follow redirects. */
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
