import * as z from 'zod';
import { readProblem } from '../../lib/thousandeyes/answers.ts';
import { createCall, requestLimitEndsAt } from '../http-call.ts';
import { ApiError, explain, Interrupted } from './api-errors.ts';
import type { Tokens } from './credentials.ts';
import type { ConnectDeps } from './dependencies.ts';
import { type JsonObject, parseExactly } from './exact-json.ts';
import type { ConnectOptions } from './options.ts';

export interface ThousandEyesApi {
  get(path: string): Promise<unknown>;
  /** Reads every page of a list; `key` is the field with the items. */
  list(path: string, key: 'items' | 'alertRules' | 'alerts'): Promise<unknown[]>;
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: JsonObject | readonly string[]): Promise<unknown>;
}

/** Allows 200 calls a minute. The organization has 240, and the worker needs some of them. */
const PACE_MS = 300;

interface Patience {
  /** How often a call that may be repeated is sent. With 1, the client does not wait for a limit to end either. */
  readonly tries: number;
  readonly timeoutMs: number;
}
const PATIENT: Patience = { tries: 4, timeoutMs: 20_000 };

/** First delays: after a 429 without a time, and after a lost answer or a server error. Each repeat doubles them. */
const LIMITED_MS = 15_000;
const TROUBLE_MS = 1000;
const ACCEPT = 'application/hal+json, application/problem+json';
const LIMIT = "the organization's call limit";

/**
 * A client of the administrative part of API v7. It makes one call at a time, within the organization's limit. All
 * errors are ApiError or Interrupted. No message contains a token, even if an answer repeats it.
 */
export const createThousandEyesApi = (
  { apiUrl, aid }: Pick<ConnectOptions, 'apiUrl' | 'aid'>,
  tokens: Tokens,
  { now, sleep, isInterrupted, err }: Pick<ConnectDeps, 'now' | 'sleep' | 'isInterrupted' | 'err'>,
  { tries: most, timeoutMs } = PATIENT,
): ThousandEyesApi => {
  const send = createCall({ timeoutMs, now });
  let nextAt = 0;
  let reason = '';

  const secrets = [tokens.thousandEyes, ...(tokens.webhook === undefined ? [] : [tokens.webhook])];
  const clean = (text: string): string => secrets.reduce((kept, secret) => kept.replaceAll(secret, '*'), text);

  const wait = async (ms: number): Promise<void> => {
    if (ms > PACE_MS) err(`waiting ${Math.ceil(ms / 1000)} s: ${reason}\n`);
    if (ms > 0) await sleep(ms);
    if (isInterrupted()) throw new Interrupted('interrupted');
  };

  const waitUntil = (at: number, why: string): void => {
    nextAt = at;
    reason = why;
  };

  const call = async (method: string, url: URL, body?: object): Promise<unknown> => {
    if (aid !== undefined) url.searchParams.set('aid', aid);
    const what = `${method} ${url.pathname}`;
    for (let tries = 1; ; tries += 1) {
      await wait(nextAt - now());
      nextAt = now() + PACE_MS;
      const reply = await send(url.href, { method, token: tokens.thousandEyes, body, headers: { accept: ACCEPT } });
      if (reply.kind === 'none') {
        // A POST may have taken effect, and a repeat would create a second object. All other methods may repeat.
        if (method === 'POST' || tries === most) throw new ApiError(explain.lost(what, reply.code));
        waitUntil(now() + TROUBLE_MS * 2 ** (tries - 1), `no answer (${reply.code})`);
      } else if (reply.status === 429 && tries < most) {
        waitUntil(requestLimitEndsAt(reply, now()) ?? now() + LIMITED_MS * 2 ** (tries - 1), LIMIT);
      } else if (reply.status >= 500 && method !== 'POST' && tries < most) {
        waitUntil(now() + TROUBLE_MS * 2 ** (tries - 1), `ThousandEyes answers ${reply.status}`);
      } else if (reply.status >= 200 && reply.status < 300) {
        if (most > 1 && reply.header('x-organization-rate-limit-remaining') === '0')
          waitUntil(requestLimitEndsAt(reply, now()) ?? nextAt, LIMIT);
        return read(what, reply.text);
      } else {
        const detail = clean(readProblem(clean(reply.text))); // readProblem cuts the text, and unescapes JSON
        throw new ApiError(explain.refused({ what, status: reply.status, detail, aid }), reply.status);
      }
    }
  };

  return {
    get: (path) => call('GET', new URL(`${apiUrl}${path}`)),
    send: (method, path, body) => call(method, new URL(`${apiUrl}${path}`), body),
    async list(path, key) {
      const items: unknown[] = [];
      const { origin } = new URL(apiUrl);
      const seen = new Set<string>();
      let next: string | undefined = `${apiUrl}${path}`;
      while (next !== undefined && !seen.has(next)) {
        seen.add(next);
        const url = URL.parse(next, apiUrl);
        // An answer must not send the token to another host.
        if (url?.origin !== origin) throw new ApiError(explain.foreignPage(path));
        const { data: page } = pageShape.safeParse(await call('GET', url));
        if (page === undefined) throw new ApiError(explain.unreadable(`GET ${path}`));
        items.push(...(page[key] ?? []));
        next = page._links?.next?.href;
      }
      return items;
    },
  };
};

const link = z.object({ href: z.string() });
const pageShape = z.object({
  items: z.array(z.unknown()).nullish(),
  alertRules: z.array(z.unknown()).nullish(),
  alerts: z.array(z.unknown()).nullish(),
  _links: z.object({ next: link.nullish() }).nullish(),
});

/** Parses an answer. ThousandEyes answers 200 with no body if a rule does not exist or the token cannot see it. */
const read = (what: string, text: string): unknown => {
  if (text.trim() === '') return undefined;
  try {
    return parseExactly(text);
  } catch (cause) {
    throw new ApiError(explain.unreadable(what), undefined, { cause });
  }
};
