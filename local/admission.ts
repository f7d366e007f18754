import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http';

/*
 * Admission to the servers of the local system. They listen only on the loopback address. That alone does not stop
 * other users of the machine, nor a web page whose owner points its host name to 127.0.0.1 (DNS rebinding).
 */

interface Refusal {
  readonly contentType: string;
  readonly body: object;
}

const OWN_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses requests for hosts other than this machine and `allowedHosts`. Every port is fine, because ports may be
 * forwarded.
 */
export const refuseForeignHosts = (server: Server, allowedHosts: readonly string[] = []): void => {
  const hosts = new Set([...OWN_HOSTS, ...allowedHosts]);
  inFront(server, ({ host = '' }) => (hosts.has(nameIn(host)) ? undefined : FOREIGN_HOST));
};

const nameIn = (host: string): string => host.toLowerCase().replace(/:\d{1,5}$/, '');

/**
 * Refuses requests signed with another access key. Each run has a random key, so other users of the machine lack it.
 */
export const refuseForeignCredentials = (server: Server, accessKeyId: string): void =>
  inFront(server, ({ authorization = '' }) => {
    const [, key = ''] = /^AWS4-HMAC-SHA256 Credential=(\w+)\//.exec(authorization) ?? [];
    return timingSafeEqual(digestOf(key), digestOf(accessKeyId)) ? undefined : FOREIGN_CREDENTIALS;
  });

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const FOREIGN_HOST: Refusal = {
  contentType: 'application/json',
  body: {
    message:
      'This host name does not belong to this machine. If a proxy forwards requests, add its name to ALLOWED_HOSTS.',
  },
};

const FOREIGN_CREDENTIALS: Refusal = {
  contentType: 'application/x-amz-json-1.1',
  body: {
    __type: 'UnrecognizedClientException',
    message: 'The access key does not belong to this run of the local system.',
  },
};

/** Adds a check before the existing request listeners of a server. */
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
