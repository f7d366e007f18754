import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { CAPTURE_EVERYTHING } from '../../lib/alerts/rules.ts';
import { createAuthenticate } from '../../lib/edge/authenticate.ts';
import { problem } from '../../lib/edge/http.ts';
import { onlyPosts } from '../../lib/edge/only-posts.ts';
import { createWebhook } from '../../lib/intake/webhook.ts';
import { startGateway } from '../../local/gateway.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { NOW } from '../support/factories.ts';
import { aClassicTrigger } from '../support/sample-events.ts';

const PATH = '/webhooks/thousandeyes';
const RIGHT = { authorization: 'Bearer hook', 'content-type': 'application/json' };

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly chunked?: boolean;
}

/** The webhook behind an HTTP API with the deployment's routes, and its metrics. */
const startWebhook = async () => {
  const ledger = createMemoryLedger(() => NOW);
  const measured: string[] = [];
  const secret = async () => [{ token: 'hook', until: Number.POSITIVE_INFINITY }];
  const webhook = createWebhook({
    authenticate: createAuthenticate({ get: secret, refresh: secret }, () => NOW, 'x-webhook-token'),
    ledger,
    sendWake: async () => undefined,
    rules: CAPTURE_EVERYTHING,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    measure: (name, _value, reason) => void measured.push(`${name} ${reason ?? ''}`.trim()),
    now: () => NOW,
  });
  const posts = onlyPosts(() => undefined, webhook);
  const invoke = (event: unknown) => posts(event as never);
  const gateway = await startGateway({
    port: 0,
    routes: {
      ...Object.fromEntries(readDeployment().webhookRoutes.map((route) => [route, invoke])),
      $default: async () => problem(404, 'another function'),
    },
    invocations: async () => ({ statusCode: 404 }),
    onError: () => undefined,
  });
  const send = ({ method = 'POST', path = PATH, headers = RIGHT, body = '', chunked = false }: Sent) =>
    new Promise<{ status: number | undefined; allow: string | undefined; body: string }>((resolve, reject) => {
      const bytes = Buffer.from(body);
      const length = chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': `${bytes.length}` };
      const sent = request(`${gateway.url}${path}`, { method, headers: { ...headers, ...length } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { statusCode: status, headers: answered } = response;
          resolve({ status, allow: answered.allow, body: Buffer.concat(chunks).toString() });
        });
      });
      sent.on('error', reject);
      for (let at = 0; at < bytes.length; at += 1000) sent.write(bytes.subarray(at, at + 1000));
      sent.end();
    });
  return { ledger, measured, send, stop: gateway.stop };
};

/** A classic alert about one test, with a list of `agents` as ThousandEyes sends it. */
const ofAgents = (testId: number, count: number) => {
  const agents = Array.from({ length: count }, (_, index) => ({
    dateStart: '2026-04-11 08:05:00',
    dateEnd: '2026-04-11 08:10:00',
    active: 1,
    metricsAtStart: 'Error Type: Connect; Response Code: 0; Response Time: 0 ms; Throughput: 0 kbps',
    metricsAtEnd: '',
    permalink: `https://app.thousandeyes.com/alerts/list/?__a=11&alertId=${index}&agentId=${9000 + index}`,
    agentId: 9000 + index,
    agentName: `Agent ${index}, a city with a long name`,
  }));
  return aClassicTrigger(testId, { agents, violationCount: count });
};

describe('webhook: requests of every sort', () => {
  let world: Awaited<ReturnType<typeof startWebhook>>;
  beforeAll(async () => {
    world = await startWebhook();
  });
  afterAll(() => world.stop());

  const basic = `Basic ${Buffer.from('svc-monitoring:hook').toString('base64')}`;
  const withType = (type: string) => ({ ...RIGHT, 'content-type': type });
  const { authorization } = RIGHT;
  const gzip = (text: string) => gzipSync(text);

  it.each<{ name: string; sent?: Sent; agents?: number; written?: (text: string) => string | Buffer }>([
    { name: 'a charset in capitals', sent: { headers: withType('application/json;charset=UTF-8') } },
    { name: 'no type', sent: { headers: { authorization } } },
    { name: 'an empty type', sent: { headers: withType('') } },
    { name: 'plain text', sent: { headers: withType('text/plain; charset=utf-8') } },
    { name: 'text/json', sent: { headers: withType('text/json') } },
    { name: 'a type that says nothing', sent: { headers: withType('application/octet-stream') } },
    { name: 'a byte order mark', written: (text) => `\ufeff${text}` },
    { name: 'gzip', sent: { headers: { ...RIGHT, 'content-encoding': 'gzip' } }, written: gzip },
    { name: 'gzip without a type', sent: { headers: { authorization, 'content-encoding': 'x-gzip' } }, written: gzip },
    { name: 'gzip in the header only', sent: { headers: { ...RIGHT, 'content-encoding': 'gzip' } } },
    { name: 'no encoding by name', sent: { headers: { ...RIGHT, 'content-encoding': 'identity' } } },
    { name: 'chunks', sent: { chunked: true } },
    { name: 'Basic with any user', sent: { headers: { ...RIGHT, authorization: basic } } },
    { name: 'a query', sent: { path: `${PATH}?source=thousandeyes` } },
    { name: 'a slash at the end', sent: { path: `${PATH}/` } },
    { name: 'a slash at the end, and a query', sent: { path: `${PATH}/?source=thousandeyes` } },
    { name: '300 agents', agents: 300 },
    { name: '1200 agents', agents: 1200 },
    { name: '2000 agents', agents: 2000 },
  ])('take an alert in: $name', async ({ sent = {}, agents = 2, written = (text: string) => text }) => {
    const testId = 500_000 + world.ledger.all().length;
    const text = JSON.stringify(await ofAgents(testId, agents));

    const answer = await world.send({ ...sent, body: written(text) });

    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"accepted"') });
    const { captureId } = JSON.parse(answer.body);
    const capture = await world.ledger.get(captureId);
    expect(capture).toMatchObject({ testId: `${testId}`, state: 'pending' });
    expect(Buffer.byteLength(JSON.stringify(capture))).toBeLessThan(4096);
  });

  it.each<{ name: string; sent: Sent; status: number; allow?: string }>([
    { name: 'a token in the query', sent: { path: `${PATH}?api_key=hook`, headers: {} }, status: 401 },
    { name: 'a token in the path', sent: { path: `${PATH}/hook`, headers: {} }, status: 404 },
    { name: 'a longer path with the right token', sent: { path: `${PATH}/hook` }, status: 404 },
    { name: 'GET', sent: { method: 'GET' }, status: 405, allow: 'POST' },
    { name: 'GET by anybody', sent: { method: 'GET', headers: {} }, status: 405, allow: 'POST' },
    { name: 'HEAD', sent: { method: 'HEAD' }, status: 405, allow: 'POST' },
    { name: 'HEAD by anybody', sent: { method: 'HEAD', headers: {} }, status: 405, allow: 'POST' },
    { name: 'OPTIONS', sent: { method: 'OPTIONS' }, status: 404 },
  ])('are no alerts, and count for no alarm of lost ones: $name', async ({ sent, status, allow }) => {
    const before = world.ledger.all().length;
    world.measured.length = 0;

    expect(await world.send({ body: '{}', ...sent })).toMatchObject({ status, allow });
    expect(world.ledger.all()).toHaveLength(before);
    expect(world.measured).toEqual(status === 401 ? ['WebhookUnauthorized'] : []);
  });

  const encoded = (coding: string) => ({ ...RIGHT, 'content-encoding': coding });
  it.each<{ name: string; sent: Sent; status: number; reason: string }>([
    {
      name: 'a form',
      sent: { headers: withType('application/x-www-form-urlencoded'), body: 'a=b' },
      status: 415,
      reason: 'media_type',
    },
    {
      name: 'XML',
      sent: { headers: withType('application/xml'), body: '<alert/>' },
      status: 415,
      reason: 'media_type',
    },
    {
      name: 'another compression',
      sent: { headers: encoded('br'), body: 'x' },
      status: 415,
      reason: 'content_encoding',
    },
    {
      name: 'two compressions',
      sent: { headers: encoded('gzip, gzip'), body: 'x' },
      status: 415,
      reason: 'content_encoding',
    },
    {
      name: 'half of a gzip',
      sent: { headers: encoded('gzip'), body: gzip('{"a":"b"}').subarray(0, 12) },
      status: 415,
      reason: 'content_encoding',
    },
    {
      name: 'gzip that was read as text',
      sent: { headers: encoded('gzip'), body: gzip('{"a":"b"}').toString('utf8') },
      status: 415,
      reason: 'content_encoding',
    },
    {
      name: 'a bomb',
      sent: { headers: encoded('gzip'), body: gzip(`"${' '.repeat(30_000_000)}"`) },
      status: 413,
      reason: 'too_large',
    },
    { name: 'one byte above 1 MiB', sent: { body: `"${'x'.repeat(1_048_575)}"` }, status: 413, reason: 'too_large' },
    { name: 'nothing', sent: { body: '' }, status: 400, reason: 'not_json' },
    { name: 'a form that says it is JSON', sent: { body: 'testId=1' }, status: 400, reason: 'not_json' },
  ])('are refused, and counted with the reason: $name', async ({ sent, status, reason }) => {
    const before = world.ledger.all().length;
    world.measured.length = 0;

    expect(await world.send(sent)).toMatchObject({ status });
    expect(world.ledger.all()).toHaveLength(before);
    expect(world.measured).toEqual([`WebhookRefused ${reason}`]);
  });

  it('are counted only if they have the right token', async () => {
    world.measured.length = 0;

    await world.send({ headers: { 'content-type': 'application/xml' }, body: '<alert/>' });

    expect(world.measured).toEqual(['WebhookUnauthorized']);
  });

  it.each([
    { name: 'JSON of 1 MiB that no shape fits', text: `{"unheard":"${'x'.repeat(1_048_562)}"}` },
    { name: 'an alert that lost its first byte', text: '"alert":{"testId":1}}' },
    { name: 'an alert that lost its end', text: '{"alert":{"testId":1' },
  ])('are kept whole if they cannot be read: $name', async ({ text }) => {
    const answer = await world.send({ body: text });

    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"quarantined"') });
    expect(world.ledger.payloads.get(JSON.parse(answer.body).captureId) === text).toBe(true);
  });
});
