import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, type TestContext } from 'vitest';
import { linkIn } from '../../prove/api/answers.ts';
import type { SaidOfCall } from '../../prove/api/calls.ts';
import { type ApiTerms, createApiServer } from '../../prove/api/server.ts';
import { listen } from '../../local/listen.ts';

const TOKEN = 'the-token';
const NO_OUTAGE = { afterCall: 1000, lastsMs: 1 };

const start = async (onTestFinished: TestContext['onTestFinished'], terms: Partial<ApiTerms> = {}) => {
  const said: SaidOfCall[] = [];
  const server = createApiServer({ limit: 2, periodMs: 600_000, token: TOKEN, outage: NO_OUTAGE, ...terms }, (one) =>
    said.push(one),
  );
  const { url, stop } = await listen(server);
  onTestFinished(stop);
  const post = (path = '/v7/tests/7/snapshot?aid=1', headers: object = {}, body: string = BODY) =>
    fetch(`${url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}`, ...headers }, body });
  return { said, post };
};

const BODY = JSON.stringify({ displayName: 'x', startDate: '2026-03-02T08:00:00Z', endDate: '2026-03-02T10:00:00Z' });

describe('the API of the proof', () => {
  it('answers each call with a link of its own, and says so', async ({ onTestFinished }) => {
    const { said, post } = await start(onTestFinished);

    const [first, second] = [await post(), await post()];

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(said).toEqual([
      { kind: 'arrived', call: 1, at: expect.any(Number), testId: '7', isInOutage: false },
      { kind: 'answered', call: 1, status: 201, link: 'https://proof.example/share/1-7' },
      { kind: 'arrived', call: 2, at: expect.any(Number), testId: '7', isInOutage: false },
      { kind: 'answered', call: 2, status: 201, link: 'https://proof.example/share/2-7' },
    ]);
    expect(await first.json()).toMatchObject({ _links: { appLink: { href: 'https://proof.example/share/1-7' } } });
  });

  it('refuses a call over the limit with the time of the reset', async ({ onTestFinished }) => {
    const { said, post } = await start(onTestFinished);
    await Promise.all([post(), post()]);

    const third = await post();

    expect(third.status).toBe(429);
    expect(Number(third.headers.get('x-organization-rate-limit-reset'))).toBeGreaterThan(Date.now() / 1000 + 500);
    expect(said.at(-1)).toEqual({ kind: 'answered', call: 3, status: 429, link: undefined });
  });

  it.for([
    { name: 'without its token', headers: { authorization: 'Bearer another' }, status: 401 },
    { name: 'without a range', body: '{"displayName":"x"}', status: 400 },
    { name: 'of three hours', body: BODY.replace('08:00', '07:00'), status: 400 },
    { name: 'that is no JSON', body: 'x', status: 400 },
    { name: 'to another path', path: '/v7/tests/7', status: 404 },
  ])('refuses a call $name', async ({ path, headers, body, status }, { onTestFinished }) => {
    const { post } = await start(onTestFinished);

    expect((await post(path, headers, body)).status).toBe(status);
  });

  it('counts the calls that meet the outage, and cuts the third one', async ({ onTestFinished }) => {
    const { said, post } = await start(onTestFinished, { outage: { afterCall: 0, lastsMs: 600_000 } });

    expect([(await post()).status, (await post()).status]).toEqual([503, 502]);
    await expect(post()).rejects.toThrow('fetch failed');
    expect(said.flatMap((one) => (one.kind === 'answered' ? one.status : []))).toEqual([503, 502, 'reset']);
    expect(said.flatMap((one) => (one.kind === 'arrived' ? one.isInOutage : []))).toEqual([true, true, true]);
  });
});

describe('the API of the proof in front of another one', () => {
  it('passes each call on as it is, beyond the limit too, and brings back what that one answers', async ({
    onTestFinished,
  }) => {
    const seen: object[] = [];
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        seen.push({ method: request.method, url: request.url, authorization: request.headers.authorization, body });
        const [status, link] = seen.length < 3 ? [201, 'https://own.example/1'] : [429, undefined];
        response.writeHead(status, { 'retry-after': '9' }).end(JSON.stringify({ _links: { appLink: { href: link } } }));
      });
    });
    const { url, stop } = await listen(server);
    onTestFinished(stop);
    const { said, post } = await start(onTestFinished, { limit: 1, upstream: `${url}/own` });

    const answers = [await post(), await post(), await post()];

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(answers[2]?.headers.get('retry-after')).toBe('9');
    expect(seen[0]).toEqual({
      method: 'POST',
      url: '/own/tests/7/snapshot?aid=1',
      authorization: `Bearer ${TOKEN}`,
      body: BODY,
    });
    expect(said.filter(({ kind }) => kind === 'answered')).toEqual([
      { kind: 'answered', call: 1, status: 201, link: 'https://own.example/1' },
      { kind: 'answered', call: 2, status: 201, link: 'https://own.example/1' },
      { kind: 'answered', call: 3, status: 429, link: undefined },
    ]);
  });

  it('cuts the connection if that one does not answer', async ({ onTestFinished }) => {
    const server = createServer();
    const { stop } = await listen(server);
    const { port } = server.address() as AddressInfo;
    await stop();
    const { said, post } = await start(onTestFinished, { upstream: `http://127.0.0.1:${port}` });

    await expect(post()).rejects.toThrow('fetch failed');
    expect(said.at(-1)).toMatchObject({ status: 'reset' });
  });
});

describe('the link of an answer', () => {
  it.each([
    [201, '{"_links":{"appLink":{"href":"HTTPS://a.example"}}}', 'https://a.example/'],
    [200, '{"_links":{"appLink":{"href":"https://a.example/"}}}', undefined],
    [201, '{"_links":{"appLink":{"href":"no link"}}}', undefined],
    [201, '{"_links":{}}', undefined],
    [201, 'no JSON', undefined],
    [201, 'null', undefined],
  ])('%i %s is %s', (status, body, link) => {
    expect(linkIn({ status, headers: {}, body })).toBe(link);
  });
});
