import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../listen.ts';
import type { Account } from './account.ts';
import { type Answer, problem, UNAUTHORIZED } from './answer.ts';
import { type ApiOptions, createApi, idIn } from './api.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import { pageOf } from './pages.ts';
import { SAMPLE_ACCOUNT } from './sample-account.ts';
import type { StoredSnapshot } from './snapshots.ts';

/** One call as it arrived, for tests to look at. `status` is absent where it was never answered. */
interface SeenCall {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly aid: string | undefined;
  readonly body: string;
  status?: number;
}

export interface StandIn {
  /** The API's base, as THOUSANDEYES_API_URL: `http://127.0.0.1:PORT/v7`. */
  readonly apiUrl: string;
  readonly faults: Faults;
  readonly calls: readonly SeenCall[];
  readonly snapshots: ReadonlyMap<string, StoredSnapshot>;
  readonly stop: () => Promise<void>;
}

/** `account` is SAMPLE_ACCOUNT where it is absent. */
type StandInOptions = Omit<ApiOptions, 'snapshots' | 'account'> & { readonly account?: Account };

/**
 * A ThousandEyes of this machine: API v7 as far as the project calls it, with the vendor's validations, limits and
 * error bodies; the pages that its links open; and `POST /_faults` to script failures.
 */
export const startStandIn = async (options: StandInOptions): Promise<StandIn> => {
  const faults = createFaults();
  const calls: SeenCall[] = [];
  const snapshots = new Map<string, StoredSnapshot>();
  const usualAnswer = createApi({ account: SAMPLE_ACCOUNT, ...options, snapshots });

  const serveApi = async (request: IncomingMessage, url: URL, body: string): Promise<Answer | 'reset' | 'hang'> => {
    const call = { method: request.method ?? 'GET', url, authorization: request.headers.authorization, body };
    const seen: SeenCall = {
      at: Date.now(),
      method: call.method,
      path: url.pathname,
      aid: url.searchParams.get('aid') ?? undefined,
      body,
    };
    calls.push(seen);
    const fault = faults.take(call.method, idIn(call) ?? '');
    if (fault?.created) usualAnswer(call);
    if (fault && fault.kind !== 'answer') return fault.kind;
    const answer = fault ? faultAnswer(fault) : usualAnswer(call);
    seen.status = answer.status;
    return answer;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const body = await text(request);
    if (url.pathname === '/_faults' && request.method === 'POST') {
      faults.add(JSON.parse(body));
      response.writeHead(204).end();
      return;
    }
    const page = pageOf({ method: request.method ?? 'GET', url, cookie: request.headers.cookie }, snapshots);
    if (page) {
      response.writeHead(page.status, { ...page.headers }).end(page.body);
      return;
    }
    const answer = await serveApi(request, url, body);
    if (answer === 'reset') request.socket.destroy();
    else if (answer !== 'hang') send(response, answer); // a hanging call ends when its caller gives up
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => send(response, problem(400, 'Bad Request', String(error))));
  });
  const { url, stop } = await listen(server);
  return { apiUrl: `${url}/v7`, faults, calls, snapshots, stop };
};

const faultAnswer = ({ status, headers, body }: Fault): Answer => {
  if (body !== undefined) return { status, headers, body };
  if (status === 401) return { ...UNAUTHORIZED, headers };
  return { ...problem(status, `Scripted ${status}`, 'A scripted fault of the stand-in.'), headers };
};

const send = (response: ServerResponse, { status, body, headers = {} }: Answer): void => {
  const type = status < 300 ? 'application/hal+json' : 'application/problem+json';
  response
    .writeHead(status, { 'content-type': type, ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
};
