import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootCertificates, setDefaultCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createThousandEyes } from '../../lib/thousandeyes/client.ts';
import { NOW } from '../support/factories.ts';

const TIMEOUT_MS = 600;
const REQUEST = { testId: '1', displayName: 'x', startDate: '2026-03-02T08:00:00Z', endDate: '2026-03-02T10:00:00Z' };
const CREATED = JSON.stringify({ _links: { appLink: { href: 'https://a.share.thousandeyes.com/' } } });

/** A server with real TLS, as in production, and a certificate that this process trusts. */
describe('the connection to ThousandEyes', () => {
  let pems: { readonly key: string; readonly cert: string };
  let foreign: { readonly key: string; readonly cert: string };
  let running: Server | undefined;

  const pemsFor = async (name: string) => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
    });
    return { key, cert };
  };
  beforeAll(async () => {
    [pems, foreign] = await Promise.all([pemsFor('localhost'), pemsFor('elsewhere.invalid')]);
    setDefaultCACertificates([...rootCertificates, pems.cert, foreign.cert]);
  });
  afterAll(() => setDefaultCACertificates([...rootCertificates]));

  const sockets = new Set<Socket>();
  const listen = async (server: Server): Promise<number> => {
    running = server;
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
    server.listen(0, 'localhost');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    running?.close();
  });

  const post = (port: number, scheme = 'https', timeoutMs = TIMEOUT_MS) =>
    createThousandEyes({
      apiUrl: `${scheme}://localhost:${port}/v7`,
      timeoutMs,
      linkVisibility: 'share',
      now: () => NOW,
    }).createSnapshot('token', REQUEST);

  const created: RequestListener = (_request, response) => void response.writeHead(201).end(CREATED);

  describe('nothing can have been sent', () => {
    it.each([
      { how: 'resets the handshake', ends: (socket: Socket) => void socket.resetAndDestroy() },
      { how: 'ends the handshake', ends: (socket: Socket) => void socket.end() },
      {
        how: 'answers the handshake with an alert',
        ends: (socket: Socket) => void socket.end(Buffer.from('15030300020228', 'hex')),
      },
      {
        how: 'answers the handshake in clear text',
        ends: (socket: Socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      },
      { how: 'never answers the handshake', ends: () => undefined },
    ])('a server that $how', async ({ ends }) => {
      const port = await listen(createServer((socket) => void socket.once('data', () => ends(socket))));

      expect(await post(port)).toMatchObject({ outcome: 'unsent' });
    });

    it('a server that does not answer the handshake for five seconds, however long a call may take', async () => {
      const port = await listen(createServer());

      expect(await post(port, 'https', 12_000)).toEqual({ outcome: 'unsent', detail: 'UND_ERR_CONNECT_TIMEOUT' });
    });

    it('nobody listens', async () => {
      const port = await listen(createServer());
      running?.close();

      expect(await post(port)).toMatchObject({ outcome: 'unsent', detail: 'ECONNREFUSED' });
    });

    it('a name that does not exist', async () => {
      const thousandEyes = createThousandEyes({
        apiUrl: 'https://nowhere.invalid/v7',
        timeoutMs: 5000,
        linkVisibility: 'share',
        now: () => NOW,
      });

      expect(await thousandEyes.createSnapshot('token', REQUEST)).toMatchObject({ outcome: 'unsent' });
    });

    it('a certificate of another name', async () => {
      const port = await listen(createHttpsServer(foreign, created));

      expect(await post(port)).toMatchObject({ outcome: 'unsent', detail: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    });
  });

  describe('the request may have taken effect', () => {
    const readFirst = (ends: (socket: Socket) => void) =>
      createHttpServer((request) => void request.resume().once('end', () => ends(request.socket)));

    it.each([
      { how: 'resets the connection', ends: (socket: Socket) => void socket.resetAndDestroy() },
      { how: 'closes the connection', ends: (socket: Socket) => void socket.end() },
      { how: 'never answers', ends: () => undefined },
      {
        how: 'answers half of it',
        ends: (socket: Socket) => void socket.end('HTTP/1.1 201 Created\r\ncontent-length: 99\r\n\r\n{'),
      },
      {
        how: 'answers a byte now and then, and takes too long in all',
        ends: (socket: Socket) => {
          socket.write(`HTTP/1.1 201 Created\r\ncontent-length: ${CREATED.length + 20}\r\n\r\n${CREATED}`);
          const drip = setInterval(() => socket.write(' '), TIMEOUT_MS / 6);
          socket.once('close', () => clearInterval(drip));
        },
      },
    ])('a server that has read it and $how', async ({ ends }) => {
      expect(await post(await listen(readFirst(ends)), 'http')).toMatchObject({ outcome: 'doubtful' });
    });
  });

  describe('a call', () => {
    it('speaks HTTP/1.1, where the server offers HTTP/2 too', async () => {
      const versions: string[] = [];
      const server = createSecureServer({ ...pems, allowHTTP1: true }, (request, response) => {
        versions.push(request.httpVersion);
        response.writeHead(201).end(CREATED);
      });

      expect(await post(await listen(server))).toMatchObject({ outcome: 'created' });
      expect(versions).toEqual(['1.1']);
    });

    it('comes through after the process was frozen and the server has forgotten it', async () => {
      const port = await listen(createHttpServer(created));
      const script = fileURLToPath(new URL('post-on-line.ts', import.meta.url));
      const child = spawn(process.execPath, [script, `http://localhost:${port}/v7`], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
      const outcomeOfNext = async () => {
        child.stdin.write('post\n');
        return (await lines.next()).value;
      };
      try {
        const before = await outcomeOfNext();
        child.kill('SIGSTOP');
        for (const socket of sockets) socket.resetAndDestroy();
        await sleep(50);
        child.kill('SIGCONT');

        expect([before, await outcomeOfNext()]).toEqual(['created', 'created']);
      } finally {
        child.kill('SIGKILL');
      }
    });

    it('has a connection of its own, which is closed after it', async () => {
      let connections = 0;
      const server = createHttpsServer(pems, created).on('secureConnection', () => (connections += 1));
      const port = await listen(server);

      const answers = [await post(port), ...(await Promise.all([post(port), post(port)]))];

      expect(answers.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created']);
      expect(connections).toBe(3);
      await expect.poll(() => [...sockets].every(({ destroyed }) => destroyed)).toBe(true);
    });
  });
});
