import { describe, expect, it } from 'vitest';
import { json, problem, readJsonBody } from '../../lib/edge/http.ts';
import { aRequest } from '../support/factories.ts';

const MAX_BODY_BYTES = 256 * 1024;
const BODY = '{"eventType":"WEBHOOK_TEST"}';
const statusOf = (read: ReturnType<typeof readJsonBody>): number | undefined =>
  read.ok ? 200 : read.answer.statusCode;

/** A JSON string of exactly `bytes` bytes. */
const jsonOf = (bytes: number): string => `"${'x'.repeat(bytes - 2)}"`;

describe('http: the media type of a body', () => {
  it.each([
    { name: 'application/json', headers: { 'content-type': 'application/json' } },
    { name: 'with a charset', headers: { 'content-type': 'application/json; charset=utf-8' } },
    { name: 'in capitals', headers: { 'content-type': 'Application/JSON ;charset=UTF-8' } },
    { name: 'a JSON format', headers: { 'content-type': 'application/vnd.thousandeyes.v1+json' } },
    { name: 'missing', headers: {} },
  ])('is taken as JSON: $name', ({ headers }) => {
    const read = readJsonBody(aRequest({ headers, body: BODY }));

    expect(read).toEqual({ ok: true, value: { eventType: 'WEBHOOK_TEST' }, text: BODY });
  });

  it.each([
    'text/plain',
    'text/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=application/json',
    'application/jsonp',
    'text/plain, application/json',
    'application/xml+json+xml',
    'x-application/alert+json',
    '',
  ])('is refused with 415: %j', (mediaType) => {
    const read = readJsonBody(aRequest({ headers: { 'content-type': mediaType }, body: BODY }));

    expect(statusOf(read)).toBe(415);
  });
});

describe('http: the bytes of a body', () => {
  it.each([
    { name: 'plain', body: '{"a":"ä"}', isBase64Encoded: false },
    { name: 'base64', body: Buffer.from('{"a":"ä"}').toString('base64'), isBase64Encoded: true },
  ])('are read as UTF-8: $name', ({ body, isBase64Encoded }) => {
    const read = readJsonBody(aRequest({ body, isBase64Encoded }));

    expect(read).toEqual({ ok: true, value: { a: 'ä' }, text: '{"a":"ä"}' });
  });

  it.each([
    { name: 'at the limit', text: jsonOf(MAX_BODY_BYTES), status: 200 },
    { name: 'one above', text: jsonOf(MAX_BODY_BYTES + 1), status: 413 },
    { name: 'fewer characters than bytes', text: `"${'ä'.repeat(MAX_BODY_BYTES / 2)}"`, status: 413 },
  ])('are counted, however they are encoded: $name', ({ text, status }) => {
    const requests = [
      aRequest({ body: text }),
      aRequest({ body: Buffer.from(text).toString('base64'), isBase64Encoded: true }),
    ];

    const statuses = requests.map((request) => statusOf(readJsonBody(request)));

    expect(statuses).toEqual([status, status]);
  });
});

describe('http: a body that is no JSON', () => {
  it.each([
    { name: 'none', request: aRequest() },
    { name: 'empty', request: aRequest({ body: '' }) },
    { name: 'a quote in a test’s name', request: aRequest({ body: '{"name":"the "new" shop"}' }) },
    { name: 'cut short', request: aRequest({ body: BODY.slice(0, -1) }) },
    { name: 'a form', request: aRequest({ body: 'testId=3417721' }) },
    { name: 'JSON marked as base64', request: aRequest({ body: BODY, isBase64Encoded: true }) },
    { name: 'base64 that is not marked', request: aRequest({ body: Buffer.from(BODY).toString('base64') }) },
    {
      name: 'another encoding',
      request: aRequest({ body: Buffer.from('"Zürich"', 'latin1').toString('base64'), isBase64Encoded: true }),
    },
  ])('is refused with 400: $name', ({ request }) => {
    const read = readJsonBody(request);

    expect(statusOf(read)).toBe(400);
  });

  it.each(['null', '[]', '0', '"text"', 'false'])('is not: %s', (body) => {
    const read = readJsonBody(aRequest({ body }));

    expect(read).toEqual({ ok: true, value: JSON.parse(body), text: body });
  });

  it('is not repeated in the answer', () => {
    const read = readJsonBody(aRequest({ body: '{"token":"f3c1-secret' }));

    expect(JSON.stringify(read)).not.toContain('f3c1-secret');
  });
});

describe('http: several faults at once', () => {
  it.each([
    { name: 'media type before size', mediaType: 'text/plain', body: 'x'.repeat(MAX_BODY_BYTES + 1), status: 415 },
    { name: 'size before JSON', mediaType: 'application/json', body: 'x'.repeat(MAX_BODY_BYTES + 1), status: 413 },
    { name: 'media type before JSON', mediaType: 'text/plain', body: 'x', status: 415 },
  ])('are answered in their order: $name', ({ mediaType, body, status }) => {
    const read = readJsonBody(aRequest({ headers: { 'content-type': mediaType }, body }));

    expect(statusOf(read)).toBe(status);
  });
});

describe('http: the answer to a body that is refused', () => {
  it.each([
    { name: 'another media type', request: { headers: { 'content-type': 'text/plain' } }, says: 'application/json' },
    { name: 'too large', request: { body: jsonOf(MAX_BODY_BYTES + 1) }, says: '256 KiB' },
    { name: 'no JSON', request: { body: 'text' }, says: 'not valid JSON' },
  ])('says what to send: $name', ({ request, says }) => {
    const read = readJsonBody(aRequest(request));

    expect(read).toMatchObject({ ok: false, answer: { body: expect.stringContaining(says) } });
  });
});

describe('http: answers', () => {
  it('are JSON that nobody keeps, with headers of their own', () => {
    const answer = json(202, { id: 'a' }, { location: '/captures/a' });

    expect(answer).toEqual({
      statusCode: 202,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store', location: '/captures/a' },
      body: '{"id":"a"}',
    });
  });

  it.each([
    { status: 400, title: 'Bad Request', headers: {} },
    {
      status: 401,
      title: 'Unauthorized',
      headers: { 'www-authenticate': expect.stringMatching(/^Basic realm="[\w-]+", Bearer realm="[\w-]+"$/) },
    },
    { status: 403, title: 'Forbidden', headers: {} },
    { status: 404, title: 'Not Found', headers: {} },
    { status: 413, title: 'Content Too Large', headers: {} },
    { status: 415, title: 'Unsupported Media Type', headers: {} },
    { status: 409, title: 'Conflict', headers: {} },
    { status: 422, title: 'Unprocessable Content', headers: {} },
    { status: 429, title: 'Too Many Requests', headers: { 'retry-after': '60' } },
    { status: 503, title: 'Service Unavailable', headers: { 'retry-after': '60' } },
  ] as const)('are problems of a fixed form: $status', ({ status, title, headers }) => {
    const answer = problem(status, 'What to do.');

    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toEqual({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...headers,
    });
    expect(JSON.parse(answer.body ?? '')).toEqual({ type: 'about:blank', title, status, detail: 'What to do.' });
  });
});
