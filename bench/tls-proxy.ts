import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import type { Certificate } from './certificate.ts';

/**
 * A proxy on the loopback address that ends TLS, as AWS's endpoints do, and holds back what the client sends for `delayMs`: so
 * a request and its answer take as much longer as a network and a service would. Handshakes are not held back.
 *
 * @param target URL of the server behind it, which speaks plain HTTP
 * @returns the same URL with `https:` and the proxy's port
 */
export const startTlsProxy = async (target: string, delayMs: number, certificate: Certificate): Promise<string> => {
  const { hostname, port } = new URL(target);
  const server = createServer({ key: certificate.key, cert: certificate.chain, noDelay: true }, (client) => {
    const upstream = connect({ host: hostname, port: Number(port), noDelay: true });
    client.on('data', (chunk) =>
      delayMs === 0 ? upstream.write(chunk) : setTimeout(() => upstream.write(chunk), delayMs),
    );
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
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return target.replace(url.origin, origin);
};
