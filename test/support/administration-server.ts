import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Administration, createAdministration } from '../../local/stand-in/administration.ts';
import { type Answer, problem, UNAUTHORIZED } from '../../local/stand-in/answer.ts';
import { createLimiter, limitHeaders } from '../../local/stand-in/limiter.ts';
import { listen } from '../../local/listen.ts';

/** One call and its answer, for the check against the vendor's contract. */
export interface AdministrationCall {
  readonly method: string;
  /** The path after `/v7`. */
  readonly path: string;
  readonly aid: string | undefined;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
  /** Whether a test scripted the answer. */
  readonly scripted: boolean;
}

export interface AdministrationOptions {
  /** The scopes of a token; undefined for an unknown token. */
  readonly scopesOf: (token: string) => readonly string[] | undefined;
  readonly now?: () => number;
  readonly callsPerMinute?: number;
  /** The number of items in one page of a list. */
  readonly pageSize?: number;
  /** Answers instead of the stand-in, before or (`late`) after the call takes effect. */
  readonly interfere?: (method: string, path: string) => (Partial<Answer> & { late?: boolean }) | 'reset' | undefined;
}

export interface AdministrationServer extends Omit<Administration, 'answer'> {
  readonly apiUrl: string;
  readonly calls: readonly AdministrationCall[];
  readonly stop: () => Promise<void>;
}

const FORBIDDEN = problem(403, 'Forbidden', 'Insufficient permissions to query endpoint');

/**
 * The administrative part of the stand-in on a separate server, with scopes of tokens, a limit, and scripted answers.
 */
export const startAdministration = async (options: AdministrationOptions): Promise<AdministrationServer> => {
  const { scopesOf, now = Date.now, callsPerMinute = 240, pageSize = 100, interfere = () => undefined } = options;
  const calls: AdministrationCall[] = [];
  const { answer: answerOf, ...administration } = createAdministration({ pageSize });
  const allow = createLimiter(callsPerMinute, 60_000);

  const usual = (request: IncomingMessage, url: URL, path: string, body: string): Answer => {
    const scopes = scopesOf((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    if (scopes === undefined) return UNAUTHORIZED;
    if (!scopes.includes(path.startsWith('/alerts') ? 'alerts:manage' : 'integrations:manage')) return FORBIDDEN;
    const limit = allow(now());
    if (!limit.allowed)
      return { ...problem(429, 'Too Many Requests', 'Exhausted rate limit'), headers: limitHeaders(limit) };
    const answer = answerOf({ method: request.method ?? 'GET', url, body });
    return { ...(answer ?? problem(404, 'URI Resource Not Found', 'No such resource.')), headers: limitHeaders(limit) };
  };

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
      const [method, path, body] = [request.method ?? 'GET', url.pathname.replace(/^\/v7/, ''), await text(request)];
      const scripted = interfere(method, path);
      const first =
        scripted === undefined || (scripted !== 'reset' && scripted.late) ? usual(request, url, path, body) : undefined;
      if (scripted === 'reset') return request.socket.destroy();
      const { status, body: answer, headers } = { ...(first ?? problem(502, 'Bad Gateway', '')), ...scripted };
      const written = typeof answer === 'string' ? answer : JSON.stringify(answer);
      const aid = url.searchParams.get('aid') ?? undefined;
      calls.push({ method, path, aid, body, status, answer: written, scripted: scripted !== undefined });
      const type = status < 300 ? 'application/hal+json' : 'application/problem+json';
      return response.writeHead(status, { 'content-type': type, ...headers }).end(status === 204 ? undefined : written);
    })();
  });
  const { url, stop } = await listen(server);
  return { ...administration, apiUrl: `${url}/v7`, calls, stop };
};
