import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, answerOf, failed, linkIn } from './answers.ts';
import type { SaidOfCall } from './calls.ts';
import { forward } from './forward.ts';
import { createStrictLimiter } from './limiter.ts';
import { createOutage, type OutageTerms } from './outage.ts';

export interface ApiTerms {
  readonly limit: number;
  readonly periodMs: number;
  readonly token: string;
  readonly outage: OutageTerms;
  /** Somebody else's API, which every call outside the outage goes to. Absent: the strict limiter answers. */
  readonly upstream?: string | undefined;
}

export const BASE = '/v7';

const SNAPSHOT = new RegExp(`^${BASE}(/tests/([^/?]+)/snapshot(?:\\?.*)?)$`);

/** What a call takes at least and at most, in milliseconds: time enough to kill a caller before its answer comes. */
const LATENCY_MS = { least: 150, most: 500 };

/** Milliseconds since the epoch by a clock that never goes back. */
const now = (): number => performance.timeOrigin + performance.now();

/**
 * The ThousandEyes API of the proof. It stamps and counts each call on its arrival, and shares no code with what it counts.
 *
 * @param say is called for each call on arrival, and again with its answer
 */
export const createApiServer = (terms: ApiTerms, say: (said: SaidOfCall) => void): Server => {
  const count = createStrictLimiter(terms.limit, terms.periodMs);
  const outageAt = createOutage(terms.outage);
  let calls = 0;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = now();
    const [, path, testId] = SNAPSHOT.exec(request.url ?? '') ?? [];
    if (request.method !== 'POST' || path === undefined || testId === undefined) {
      response.writeHead(404).end();
      return;
    }
    calls += 1;
    const call = calls;
    const limit = count(at);
    const outage = outageAt(call, at);
    say({ kind: 'arrived', call, at, testId, isInOutage: outage !== undefined });

    const body = await text(request);
    const snapshot = { testId, path, authorization: request.headers.authorization, body };
    const answer = outage ?? (await usualAnswer(() => answerOf(snapshot, call, terms.token, limit), snapshot));
    if (answer === 'reset') request.socket.destroy();
    else send(response, typeof answer === 'number' ? failed(answer) : answer);
    const status = typeof answer === 'object' ? answer.status : answer;
    say({ kind: 'answered', call, status, link: typeof answer === 'object' ? linkIn(answer) : undefined });
  };

  const usualAnswer = async (own: () => Answer, snapshot: Parameters<typeof forward>[1]): Promise<Answer | 'reset'> => {
    if (terms.upstream !== undefined) return forward(terms.upstream, snapshot).catch(() => 'reset');
    await sleep(LATENCY_MS.least + Math.random() * (LATENCY_MS.most - LATENCY_MS.least));
    return own();
  };

  return createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy()); // the caller died in its own request
  });
};

const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
  response.writeHead(status, { ...headers, connection: 'close' }).end(body);
};
