import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http';

/*
 * Whom the servers of the local system answer. They listen on the loopback address only, but that keeps out neither a page
 * whose name its owner has pointed to 127.0.0.1, nor other users of the machine.
 */

interface Refusal {
  readonly contentType: string;
  readonly body: object;
}

const OWN_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Refuses requests that name another host than this machine or one of `allowedHosts`, on any port: ports may be forwarded. */
export const refuseForeignHosts = (server: Server, allowedHosts: readonly string[] = []): void => {
  const hosts = new Set([...OWN_HOSTS, ...allowedHosts]);
  inFront(server, ({ host = '' }) => (hosts.has(nameIn(host)) ? undefined : FOREIGN_HOST));
};

const nameIn = (host: string): string => host.toLowerCase().replace(/:\d{1,5}$/, '');

/** Refuses requests that another access key signed. The key is random for each run, so no other user of the machine has it. */
export const refuseForeignCredentials = (server: Server, accessKeyId: string): void =>
  inFront(server, ({ authorization = '' }) => {
    const [, key = ''] = /^AWS4-HMAC-SHA256 Credential=(\w+)\//.exec(authorization) ?? [];
    return timingSafeEqual(digestOf(key), digestOf(accessKeyId)) ? undefined : FOREIGN_CREDENTIALS;
  });

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const FOREIGN_HOST: Refusal = {
  contentType: 'application/json',
  body: { message: 'This host name is not of this machine. ALLOWED_HOSTS takes the names of a forwarding front.' },
};

const FOREIGN_CREDENTIALS: Refusal = {
  contentType: 'application/x-amz-json-1.1',
  body: { __type: 'UnrecognizedClientException', message: 'The access key is not of this run of the local system.' },
};

/** Puts a check in front of what the server already does with requests. */
const inFront = (server: Server, refusalOf: (headers: IncomingHttpHeaders) => Refusal | undefined): void => {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const refusal = refusalOf(request.headers);
    if (refusal === undefined) {
      for (const listener of listeners) listener.call(server, request, response);
      return;
    }
    request.resume();
    response.writeHead(403, { 'content-type': refusal.contentType }).end(JSON.stringify(refusal.body));
  });
};
