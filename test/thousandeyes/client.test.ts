import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LinkVisibility } from '../../lib/captures/link-kind.ts';
import { createThousandEyes } from '../../lib/thousandeyes/client.ts';
import { A_LINK, aSnapshot, NOW } from '../support/factories.ts';

const REQUEST = { testId: '1', displayName: 'x', startDate: '2026-03-02T08:00:00Z', endDate: '2026-03-02T10:00:00Z' };
const CREATED = { id: 'qkzvw', _links: { appLink: { href: A_LINK } } };

interface Received {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (response: ServerResponse) => void;
const answering =
  (status: number, body: unknown = '', headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));

interface ApiOptions {
  readonly port?: number;
  readonly timeoutMs?: number;
  readonly linkVisibility?: LinkVisibility;
}

describe('the ThousandEyes API', () => {
  let server: Server;
  let answer: Answer;
  const received: Received[] = [];
  beforeAll(async () => {
    const receive = async (request: IncomingMessage, response: ServerResponse) => {
      const body = Buffer.concat(await request.toArray()).toString();
      received.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
      answer(response);
    };
    server = createServer((request, response) => void receive(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    received.length = 0;
  });

  const portOf = (running: Server) => (running.address() as AddressInfo).port;
  const api = ({ port = portOf(server), timeoutMs = 5000, linkVisibility = 'share' }: ApiOptions = {}) =>
    createThousandEyes({ apiUrl: `http://127.0.0.1:${port}/v7`, timeoutMs, linkVisibility, now: () => NOW });

  describe('asked for a snapshot', () => {
    it('gets one POST, with the token, the range and whether it is public', async () => {
      answer = answering(201, CREATED);

      await api({ linkVisibility: 'login' }).createSnapshot('secret', { ...REQUEST, aid: '74411' });

      expect(received).toMatchObject([
        {
          line: 'POST /v7/tests/1/snapshot?aid=74411',
          headers: {
            authorization: 'Bearer secret',
            accept: 'application/hal+json, application/problem+json',
            'content-type': 'application/json',
            connection: 'close',
          },
        },
      ]);
      const { displayName, startDate, endDate } = REQUEST;
      expect(JSON.parse(received[0]?.body ?? '')).toEqual({ displayName, startDate, endDate, isPublic: true });
    });

    it('is asked in the token’s own account group where none is named, and by an id that stays one', async () => {
      answer = answering(201, CREATED);

      await api().createSnapshot('secret', { ...REQUEST, testId: '1/../2' });

      expect(received[0]?.line).toBe('POST /v7/tests/1%2F..%2F2/snapshot');
      expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ isPublic: false });
    });

    it.each([
      { name: '201', status: 201, body: CREATED, snapshot: { ...aSnapshot(), id: 'qkzvw' } },
      { name: 'another 2xx with a link', status: 200, body: CREATED, snapshot: { ...aSnapshot(), id: 'qkzvw' } },
      {
        name: 'a long answer',
        status: 201,
        body: { padding: 'x'.repeat(500_000), ...CREATED },
        snapshot: { ...aSnapshot(), id: 'qkzvw' },
      },
      { name: '299 with a link', status: 299, body: CREATED, snapshot: { ...aSnapshot(), id: 'qkzvw' } },
    ])('has created it: $name', async ({ status, body, snapshot }) => {
      answer = answering(status, body);

      expect(await api().createSnapshot('secret', REQUEST)).toEqual({ outcome: 'created', snapshot });
    });

    it('has created it where 201 names no link', async () => {
      answer = answering(201, { id: 'qkzvw' });

      expect(await api().createSnapshot('secret', REQUEST)).toMatchObject({
        outcome: 'created',
        snapshot: { id: 'qkzvw', visibility: 'unknown' },
      });
    });

    it.each([
      { name: 'a 2xx without a link', status: 200, body: { id: 'qkzvw' } },
      { name: 'a 201 that cannot be read', status: 201, body: '<html>' },
    ])('may have created it: $name', async ({ status, body }) => {
      answer = answering(status, body);

      expect(await api().createSnapshot('secret', REQUEST)).toEqual({
        outcome: 'doubtful',
        detail: `${status} with an answer that cannot be read`,
      });
    });

    it.each([
      { status: 302, outcome: 'redirected' },
      { status: 300, outcome: 'redirected' },
      { status: 401, outcome: 'unauthorized' },
      { status: 404, outcome: 'rejected' },
      { status: 500, outcome: 'doubtful' },
    ])('says why not: $status', async ({ status, outcome }) => {
      answer = answering(status, CREATED, status < 400 ? { location: '/elsewhere' } : {});

      expect(await api().createSnapshot('secret', REQUEST)).toMatchObject({ outcome });
      expect(received).toHaveLength(1);
    });
  });

  describe('asked for an alert', () => {
    const lookUp = (options = {}) => api(options).lookUpAlert('secret', { alertId: 'e9c3/x', aid: '74411' });

    it('gets one GET without a body', async () => {
      answer = answering(200, { _links: {} });

      await lookUp();

      expect(received).toMatchObject([{ line: 'GET /v7/alerts/e9c3%2Fx?aid=74411', body: '' }]);
      expect(received[0]?.headers).toMatchObject({ authorization: 'Bearer secret' });
      expect(received[0]?.headers).not.toHaveProperty('content-type');
    });

    it('names the test', async () => {
      answer = answering(200, { severity: 'minor', _links: { test: { href: '/v7/tests/77' } } });

      expect(await lookUp()).toEqual({ outcome: 'found', testId: '77', alert: { severity: 'minor' } });
    });

    it.each([
      {
        name: 'an answer that cannot be read',
        status: 200,
        outcome: 'doubtful',
        detail: '200 with an answer that cannot be read',
      },
      { name: 'a 201', status: 201, outcome: 'doubtful', detail: '201' },
      { name: 'a 404', status: 404, outcome: 'rejected', detail: '404' },
    ])('does not: $name', async ({ status, outcome, detail }) => {
      answer = answering(status);

      expect(await lookUp()).toMatchObject({ outcome, detail });
    });
  });

  describe('that cannot be asked', () => {
    it('cannot have created anything where nobody listens', async () => {
      const closed = createServer().listen(0, '127.0.0.1');
      await once(closed, 'listening');
      const port = portOf(closed);
      closed.close();
      await once(closed, 'close');

      expect(await api({ port }).createSnapshot('secret', REQUEST)).toEqual({
        outcome: 'unsent',
        detail: 'ECONNREFUSED',
      });
      expect(await api({ port }).lookUpAlert('secret', { alertId: 'a' })).toMatchObject({ outcome: 'unsent' });
    });

    it.each<{ name: string; ends: Answer; detail: string }>([
      { name: 'it hangs up', ends: ({ socket }) => void socket?.end(), detail: 'UND_ERR_SOCKET' },
      { name: 'it resets', ends: ({ socket }) => void socket?.resetAndDestroy(), detail: 'ECONNRESET' },
      {
        name: 'it says too much',
        ends: answering(201, { ...CREATED, padding: 'x'.repeat(1_048_576) }),
        detail: 'UND_ERR_RES_EXCEEDED_MAX_SIZE',
      },
    ])('may have created something where $name after it has read the request', async ({ ends, detail }) => {
      answer = ends;

      expect(await api().createSnapshot('secret', REQUEST)).toEqual({ outcome: 'doubtful', detail });
    });

    it('may have created something where it says nothing in time', async () => {
      answer = () => undefined;

      expect(await api({ timeoutMs: 500 }).createSnapshot('secret', REQUEST)).toMatchObject({ outcome: 'doubtful' });
    });
  });
});
