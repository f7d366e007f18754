import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LinkVisibility } from '../../lib/captures/link-kind.ts';
import { createThousandEyes } from '../../lib/thousandeyes/client.ts';
import { A_UUID, NOW } from '../support/factories.ts';

const WINDOW = { startDate: '2026-03-02T08:00:00Z', endDate: '2026-03-02T10:00:00Z' };
const CREATED = { id: 'qkzvw', _links: { appLink: { href: 'https://a.share.thousandeyes.com/' } } };

/** The requests as a server reads them. */
describe('a request to ThousandEyes', () => {
  let server: Server;
  const asked: { readonly line: string; readonly headers: object; readonly body: string }[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url, headers } = request;
    asked.push({ line: `${method} ${url}`, headers, body: await text(request) });
    const isPost = method === 'POST';
    response.writeHead(isPost ? 201 : 200).end(JSON.stringify(isPost ? CREATED : { _links: {} }));
  };
  beforeAll(async () => {
    server = createServer((request, response) => void answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => void server.close());
  beforeEach(() => void asked.splice(0));

  const client = (linkVisibility: LinkVisibility = 'login') =>
    createThousandEyes({
      apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v7`,
      timeoutMs: 5000,
      linkVisibility,
      now: () => NOW,
    });

  it.each([
    { linkVisibility: 'login', isPublic: true },
    { linkVisibility: 'share', isPublic: false },
  ] as const)(
    'for a snapshot names test, account group and window, and asks for $linkVisibility links',
    async (row) => {
      const snapshot = { testId: '3417721', aid: '74411', displayName: 'Shop “checkout”', ...WINDOW };

      const { outcome } = await client(row.linkVisibility).createSnapshot('te-token', snapshot);

      expect(outcome).toBe('created');
      expect(asked).toEqual([
        {
          line: 'POST /v7/tests/3417721/snapshot?aid=74411',
          headers: expect.objectContaining({
            authorization: 'Bearer te-token',
            'content-type': 'application/json',
            connection: 'close',
          }),
          body: JSON.stringify({ displayName: 'Shop “checkout”', ...WINDOW, isPublic: row.isPublic }),
        },
      ]);
    },
  );

  it('for an alert names it and its account group', async () => {
    const { outcome } = await client().lookUpAlert('te-token', { alertId: A_UUID, aid: '74411' });

    expect(outcome).toBe('found');
    expect(asked).toEqual([
      {
        line: `GET /v7/alerts/${A_UUID}?aid=74411`,
        headers: expect.objectContaining({ authorization: 'Bearer te-token', connection: 'close' }),
        body: '',
      },
    ]);
  });

  it('names no account group where none is known: the token’s own counts', async () => {
    await client().createSnapshot('te-token', { testId: '1', displayName: 'x', ...WINDOW });
    await client().lookUpAlert('te-token', { alertId: A_UUID });

    expect(asked.map(({ line }) => line)).toEqual(['POST /v7/tests/1/snapshot', `GET /v7/alerts/${A_UUID}`]);
  });

  it('keeps an odd id within its segment of the path', async () => {
    await client().lookUpAlert('te-token', { alertId: '../tests/1?aid=2#', aid: '74411' });

    expect(asked.map(({ line }) => line)).toEqual(['GET /v7/alerts/..%2Ftests%2F1%3Faid%3D2%23?aid=74411']);
  });
});
