import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createSecureServer } from 'node:http2';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generate } from 'selfsigned';
import { afterAll, expect, it } from 'vitest';
import { aClassicTrigger } from '../support/sample-events.ts';
import { npmStart } from '../support/npm-start.ts';

const OUTAGE_MS = 30_000;
const TESTS = [610, 611, 612];

/** A ThousandEyes behind real TLS with HTTP/2. While `isDown`, it resets handshakes. */
const startTls = async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  const state = { isDown: true, resets: 0 };
  const posts: { readonly socket: unknown; readonly httpVersion: string; readonly path: string | undefined }[] = [];
  const api = createSecureServer({ key, cert, allowHTTP1: true }, (request, response) => {
    posts.push({ socket: request.socket.remotePort, httpVersion: request.httpVersion, path: request.url });
    request.resume();
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ _links: { appLink: { href: `https://a.share.thousandeyes.com${request.url}` } } }));
  });
  const sockets = new Set<Socket>();
  const front = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (!state.isDown) {
      api.emit('connection', socket);
      return;
    }
    socket.once('data', () => {
      state.resets += 1;
      socket.resetAndDestroy();
    });
  });
  front.listen(0, 'localhost');
  await once(front, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'tls-outage-'));
  const certificate = join(folder, 'ca.pem');
  await writeFile(certificate, cert);
  return {
    state,
    posts,
    certificate,
    url: `https://localhost:${(front.address() as AddressInfo).port}/v7`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      front.close();
      await rm(folder, { recursive: true });
    },
  };
};

let stop: () => Promise<void>;
afterAll(() => stop());

it('npm start: half a minute of TLS resets fails and marks nothing, and then there is one HTTP/1.1 connection a POST', async () => {
  const tls = await startTls();
  const run = npmStart(['--no-sample'], {
    THOUSANDEYES_API_URL: tls.url,
    THOUSANDEYES_TOKEN: 'token',
    NODE_EXTRA_CA_CERTS: tls.certificate,
  });
  stop = async () => {
    run.child.kill('SIGTERM');
    await run.exitCode();
    await tls.stop();
  };
  const url = await run.url();
  for (const testId of TESTS) {
    const answer = await fetch(`${url}/webhooks/thousandeyes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer local-webhook-token' },
      body: JSON.stringify(await aClassicTrigger(testId)),
    });
    expect(answer.status).toBe(200);
  }

  await sleep(OUTAGE_MS);
  const during = [tls.posts.length, run.notifications().length];
  tls.state.isDown = false;
  await expect.poll(() => run.notifications().length, { timeout: 90_000 }).toBe(TESTS.length);

  expect(during).toEqual([0, 0]);
  expect(tls.state.resets).toBeGreaterThan(0);
  for (const event of run.notifications()) {
    expect(event).toMatchObject({ status: 'created' });
    expect(event).not.toHaveProperty('possibleDuplicate');
  }
  expect(tls.posts.map(({ httpVersion, path }) => [httpVersion, path?.split('/')[3]]).toSorted()).toEqual(
    TESTS.map((testId) => ['1.1', String(testId)]),
  );
  expect(new Set(tls.posts.map(({ socket }) => socket)).size).toBe(TESTS.length);
}, 180_000);
