import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocal } from '../support/local-system.ts';
import { sampleEvent } from '../support/sample-events.ts';
import { rendered } from '../support/rendered-template.ts';

const basic = (password: string) => `Basic ${Buffer.from(`thousandeyes:${password}`).toString('base64')}`;

describe('local system: the edge', () => {
  let local: Awaited<ReturnType<typeof startLocal>>;
  let ping = '';
  beforeAll(async () => {
    local = await startLocal({ WEBHOOK_TOKEN: 'hook', OPERATOR_TOKEN: 'the-operator-of-this-test' });
    ping = JSON.stringify(await sampleEvent('classic-test-ping'));
  });
  afterAll(() => local.system.stop());

  const send = async (path: string, init: RequestInit) => {
    const response = await fetch(`${local.system.url}${path}`, { method: 'POST', ...init });
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
  };
  const webhook = (headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer> = ping) =>
    send('/webhooks/thousandeyes', { headers: { 'content-type': 'application/json', ...headers }, body });

  it.each([
    ['a bearer token', { authorization: 'Bearer hook' }],
    ['a bearer token, the scheme in lower case', { authorization: 'bearer hook' }],
    ['the password of Basic', { authorization: basic('hook') }],
    ['the header of our own', { 'x-webhook-token': 'hook' }],
  ])('the webhook takes %s', async (_, headers) => {
    expect(await webhook(headers)).toMatchObject({ status: 200 });
  });

  it('keeps taking the token of before a rotation, and takes the new one at once', async () => {
    local.system.putSecret('webhook', 'hook of tomorrow');

    expect(await webhook({ authorization: 'Bearer hook' })).toMatchObject({ status: 200 });
    expect(await webhook({ 'x-webhook-token': 'hook of tomorrow' })).toMatchObject({ status: 200 });
    local.system.putSecret('webhook', 'hook');
  });

  it.each<[string, Record<string, string>]>([
    ['none', {}],
    ['a wrong bearer token', { authorization: 'Bearer hooks' }],
    ['the operator token', { authorization: 'Bearer the-operator-of-this-test' }],
    ['a wrong password', { authorization: basic('') }],
    ['an empty token', { 'x-webhook-token': '' }],
    ['a scheme without a value', { authorization: 'Bearer' }],
    ['a token with something behind it', { authorization: 'Bearer hook and more' }],
  ])('credentials: %s is answered 401 and nothing more', async (_, headers) => {
    const answer = await webhook(headers);

    expect(answer).toMatchObject({ status: 401, type: 'application/problem+json' });
    expect(JSON.parse(answer.body)).toEqual({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      detail: expect.any(String),
    });
  });

  it.each([
    { what: 'not JSON', body: 'eventType=WEBHOOK_TEST', status: 400 },
    { what: 'an empty body', body: '', status: 400 },
    { what: 'a form', body: 'a=b', type: 'application/x-www-form-urlencoded', status: 415 },
    { what: 'XML', body: '<alert/>', type: 'application/xml', status: 415 },
    { what: 'more than 1 MiB', body: JSON.stringify({ filler: 'x'.repeat(1_048_576) }), status: 413 },
    { what: 'more than API Gateway takes', body: 'x'.repeat(11 * 1024 * 1024), status: 413 },
  ])('$what is answered $status', async ({ body, type = 'application/json', status }) => {
    const answer = await webhook({ authorization: 'Bearer hook', 'content-type': type }, body);

    expect(answer.status).toBe(status);
    expect(answer.body.length).toBeLessThan(300);
    expect(answer.body).not.toMatch(/\bat .*:\d+|\.(ts|mjs)/);
  });

  it('a quote in a name of another template is quarantined, for its sender would only repeat it', async () => {
    const answer = await webhook({ authorization: 'Bearer hook' }, '{"alert":{"test":{"name":"a "quoted" name"}}}');

    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"quarantined"') });
  });

  it.each(['a "quoted" name', 'a","testId":"999","alert":{"test":{"id":"999"}},"x":"'])(
    'a name in our template is taken for nothing but a name: %s',
    async (name) => {
      const alertId = randomUUID();
      const body = rendered({ 'alert.id': alertId, 'alert.test.name': name });

      const { status, body: taken } = await webhook({ authorization: 'Bearer hook' }, body);
      const capture = await local.operator('GET', `/captures/${JSON.parse(taken).captureId}`);

      expect(status).toBe(200);
      expect(capture.body).toMatchObject({ testId: '3417721', aid: '74411', alert: { alertId } });
    },
  );

  it.each(['application/json; charset=utf-8', 'application/vnd.thousandeyes+json', 'Application/JSON'])(
    'the media type %s is JSON',
    async (type) => {
      expect(await webhook({ authorization: 'Bearer hook', 'content-type': type })).toMatchObject({ status: 200 });
    },
  );

  it.each<[string, string, Record<string, string>, (text: string) => string | Uint8Array<ArrayBuffer>]>([
    ['a slash behind the path', '/webhooks/thousandeyes/', {}, (text) => text],
    ['plain text', '/webhooks/thousandeyes', { 'content-type': 'text/plain' }, (text) => text],
    ['gzip', '/webhooks/thousandeyes', { 'content-encoding': 'gzip' }, (text) => new Uint8Array(gzipSync(text))],
  ])('the webhook takes %s', async (_, path, more, written) => {
    const headers = { authorization: 'Bearer hook', 'content-type': 'application/json', ...more };

    expect(await send(path, { headers, body: written(ping) })).toMatchObject({ status: 200 });
  });

  it.each(['GET', 'HEAD'])('%s of the webhook’s path is answered 405, even without credentials', async (method) => {
    const response = await fetch(`${local.system.url}/webhooks/thousandeyes`, { method });

    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('a body without a media type reaches the function as base64 and is read as JSON', async () => {
    const body = new TextEncoder().encode(ping);
    const answer = await send('/webhooks/thousandeyes', { headers: { authorization: 'Bearer hook' }, body });

    expect(answer).toMatchObject({ status: 200 });
  });

  it.each([
    ['OPTIONS', '/webhooks/thousandeyes'],
    ['POST', '/webhooks/thousandeyes/token'],
    ['POST', '/webhooks/other'],
    ['POST', '/'],
    ['DELETE', '/captures'],
    ['GET', '/captures/constructor'],
    ['GET', '//'],
  ])('%s %s is answered 404', async (method, path) => {
    const answer = await send(path, { method, headers: { authorization: 'Bearer the-operator-of-this-test' } });

    expect(answer).toMatchObject({ status: 404, type: 'application/problem+json' });
  });

  it.each([
    ['no test id', {}, 'testId'],
    ['a test id of letters, and a range that is not allowed', { testId: 'abc', hours: 3 }, 'hours'],
    ['an end in the future', { testId: '1', endDate: '2999-01-01T00:00:00Z' }, 'endDate'],
    ['an unknown field', { testId: '1', test: 2 }, 'test'],
  ])('POST /captures with %s is answered 400 and names it', async (_, body, field) => {
    const answer = await local.operator('POST', '/captures', body);

    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining(field) } });
  });

  it('GET /captures with the webhook token is answered 401', async () => {
    expect(await send('/captures', { method: 'GET', headers: { authorization: 'Bearer hook' } })).toMatchObject({
      status: 401,
    });
  });
});
