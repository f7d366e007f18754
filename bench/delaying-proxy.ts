import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/**
 * Starts a TCP proxy on the loopback address. It delays what the client sends by `delayMs` milliseconds, so that each
 * round trip takes as long as with a real network and service.
 *
 * @param target URL of the server behind it
 * @returns the same URL with the proxy's port
 */
export const startDelayingProxy = async (target: string, delayMs: number): Promise<string> => {
  const { hostname, port } = new URL(target);
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ host: hostname, port: Number(port), noDelay: true });
    client.on('data', (chunk) => setTimeout(() => upstream.write(chunk), delayMs));
    upstream.on('data', (chunk) => client.write(chunk));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('close', () => other.destroy());
      one.on('error', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return url.href.replace(/\/$/, target.endsWith('/') ? '/' : '');
};
