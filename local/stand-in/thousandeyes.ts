import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../listen.ts';
import type { Account } from './account.ts';
import { type Answer, problem, UNAUTHORIZED } from './answer.ts';
import { type ApiOptions, createApi, idIn } from './api.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import { pageOf } from './pages.ts';
import { SAMPLE_ACCOUNT } from './sample-account.ts';
import { openSnapshotStore } from './snapshot-store.ts';
import type { StoredSnapshot } from './snapshots.ts';

/** A received call, for tests to inspect. `status` is absent if the call got no answer. */
interface SeenCall {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly aid: string | undefined;
  readonly body: string;
  status?: number;
}

/** The parts of a stand-in, independent of the server. */
export interface StandInParts {
  readonly faults: Faults;
  readonly calls: readonly SeenCall[];
  readonly snapshots: ReadonlyMap<string, StoredSnapshot>;
  /** Answers the calls of the API, and serves the pages behind its links. */
  readonly listener: RequestListener;
}

interface StandInOptions extends Omit<ApiOptions, 'snapshots' | 'account'> {
  /** SAMPLE_ACCOUNT by default. */
  readonly account?: Account;
  /** The file that keeps the snapshots over restarts; without it, they are in memory. */
  readonly snapshotFile?: string | undefined;
}

/**
 * Whether a path belongs to ThousandEyes: its API, and the pages behind its links. None of them is a path of this
 * project's API, so one port serves both. `/_faults` is excluded, because a web page could script faults on a known
 * port.
 */
export const isStandInPath = (path: string): boolean => /^\/(v7|share|view)\/|^\/login$/.test(path);

/**
 * A stand-in for ThousandEyes: the calls of API v7 that this project makes, with ThousandEyes' validations, limits and
 * error bodies; the pages behind its links; and `POST /_faults` to script failures.
 */
export const createStandIn = ({ snapshotFile, ...options }: StandInOptions): StandInParts => {
  const faults = createFaults();
  const calls: SeenCall[] = [];
  const snapshots = openSnapshotStore(snapshotFile);
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
    const page = pageOf({ method: request.method ?? 'GET', url, cookie: request.headers.cookie }, snapshots.all);
    if (page) {
      response.writeHead(page.status, { ...page.headers }).end(page.body);
      return;
    }
    const answer = await serveApi(request, url, body);
    if (answer === 'reset') request.socket.destroy();
    else if (answer !== 'hang') send(response, answer); // a hanging call ends when its caller gives up
  };

  return {
    faults,
    calls,
    snapshots: snapshots.all,
    listener: (request, response) => {
      serve(request, response).catch((error: unknown) => send(response, problem(400, 'Bad Request', String(error))));
    },
  };
};

/** A stand-in with its own server. */
export interface StandIn extends Omit<StandInParts, 'listener'> {
  /** The value for THOUSANDEYES_API_URL: `http://127.0.0.1:PORT/v7`. */
  readonly apiUrl: string;
  readonly stop: () => Promise<void>;
}

/** Starts a stand-in on any free port. */
export const startStandIn = async (options: StandInOptions): Promise<StandIn> => {
  const { listener, ...parts } = createStandIn(options);
  const { url, stop } = await listen(createServer(listener));
  return { ...parts, apiUrl: `${url}/v7`, stop };
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
