import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** No answer of an emulator takes as long as this. */
const PATIENCE_MS = 5000;

/**
 * Watches the requests of a server. The returned function waits until the server has ended every answer, even to clients
 * that have gone. It waits for five seconds at most.
 */
export const watchUnanswered = (server: Server): (() => Promise<void>) => {
  const requests = new Map<ServerResponse, IncomingMessage>();
  server.prependListener('request', (request, response) => {
    requests.set(response, request);
    response.once('close', () => response.writableEnded && requests.delete(response));
  });
  return async () => {
    for (const until = Date.now() + PATIENCE_MS; [...requests].some(isUnanswered) && Date.now() < until; ) {
      await sleep(5);
    }
  };
};

/** A request whose client left before its end gets no answer. */
const isUnanswered = ([response, request]: [ServerResponse, IncomingMessage]): boolean =>
  !response.writableEnded && (request.complete || !request.destroyed);
