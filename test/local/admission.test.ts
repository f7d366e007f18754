import { createServer, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseForeignCredentials } from '../../local/admission.ts';
import { type Listening, listen } from '../../local/listen.ts';

const ask = (url: string, headers: Record<string, string>) =>
  new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
    const request = httpRequest(url, { headers }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    request.on('error', reject).end();
  });

const answering = () => createServer((_, response) => response.end('a secret'));

describe('a server of the local system', () => {
  let own: Listening;
  let forwarded: Listening;
  beforeAll(async () => {
    own = await listen(answering());
    forwarded = await listen(answering(), 0, ['thousandeyes.dev.example.com']);
  });
  afterAll(() => Promise.all([own.stop(), forwarded.stop()]));

  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST', 'localhost:8080', '127.0.0.1:3000', '[::1]:43117'])(
    'answers a request for %s, whatever port was forwarded',
    async (host) => {
      expect(await ask(own.url, { host })).toEqual({ status: 200, body: 'a secret' });
    },
  );

  it.each([
    'rebind.evil.test',
    'rebind.evil.test:3000',
    'localhost.evil.test',
    'evil.test:3000:3000',
    '127.0.0.1.evil.test',
    'evil.test#localhost',
    'localhost@evil.test',
    '0.0.0.0',
    '[::ffff:127.0.0.1]',
  ])('refuses a request for "%s"', async (host) => {
    const { status, body } = await ask(own.url, { host });

    expect(status).toBe(403);
    expect(body).toContain('ALLOWED_HOSTS');
    expect(body).not.toContain('a secret');
  });

  it('answers a request for a host that is allowed, and for no other one', async () => {
    expect(await ask(forwarded.url, { host: 'ThousandEyes.dev.example.com' })).toMatchObject({ status: 200 });
    expect(await ask(forwarded.url, { host: 'thousandeyes.dev.example.com:443' })).toMatchObject({ status: 200 });
    expect(await ask(forwarded.url, { host: 'dev.example.com' })).toMatchObject({ status: 403 });
  });
});

describe('an emulator of AWS', () => {
  let emulator: Listening;
  beforeAll(async () => {
    const server = answering();
    refuseForeignCredentials(server, 'keyofthisrun');
    emulator = await listen(server);
  });
  afterAll(() => emulator.stop());

  it.each([
    {
      of: 'this run',
      authorization: 'AWS4-HMAC-SHA256 Credential=keyofthisrun/20260101/eu/sqs/aws4_request',
      status: 200,
    },
    { of: 'another run', authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/eu/sqs/aws4_request', status: 403 },
    { of: 'nobody', authorization: '', status: 403 },
    { of: 'another scheme', authorization: 'Bearer keyofthisrun', status: 403 },
  ])('answers the access key of $of with $status', async ({ authorization, status }) => {
    expect(await ask(emulator.url, { authorization })).toMatchObject({ status });
  });
});
