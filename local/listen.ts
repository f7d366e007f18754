import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseForeignHosts } from './admission.ts';

export interface Listening {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Stops the server, and closes open connections at once. */
  readonly stop: () => Promise<void>;
}

/** How many connections wait to be accepted: Linux's own limit. Node's 511 are fewer than a storm of alerts. */
const BACKLOG = 4096;

/**
 * Starts a server on the loopback address only, for requests to this machine or to one of `allowedHosts`. Port 0 means
 * any free port. Rejects if the port is taken.
 */
export const listen = async (server: Server, port = 0, allowedHosts: readonly string[] = []): Promise<Listening> => {
  refuseForeignHosts(server, allowedHosts);
  server.listen(port, '127.0.0.1', BACKLOG);
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
