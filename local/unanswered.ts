import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** No answer of an emulator takes as long as this. */
const PATIENCE_MS = 5000;

/**
 * Watches the requests of a server. The returned function waits until the server has ended every answer, even to clients
 * that have gone. It waits for five seconds at most.
 */
export const watchUnanswered = (server: Server): (() => Promise<void>) => {
  const unanswered = new Set<object>();
  server.prependListener('request', (request, response) => {
    unanswered.add(response);
    const answered = () => unanswered.delete(response);
    response.end = new Proxy(response.end, {
      apply(end, self, given) {
        answered();
        return Reflect.apply(end, self, given);
      },
    });
    request.once('close', () => request.complete || answered()); // nobody answers half a request
  });
  return async () => {
    for (const until = Date.now() + PATIENCE_MS; unanswered.size > 0 && Date.now() < until; ) await sleep(5);
  };
};
