import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/**
 * A TCP proxy on the loopback address that holds back what the client sends for `delayMs`: so a request and its answer
 * take as much longer as a network and a service would.
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
