import { describe, expect, it } from 'vitest';
import { onlyFrom } from '../../lib/edge/allow-list.ts';
import { json } from '../../lib/edge/http.ts';
import { aRequest } from '../support/factories.ts';

/** The answer of a handler with these allowed ranges to a request from the address, and the number of refusals. */
const askedFrom = async (sourceIp: string, ranges: readonly string[]) => {
  let refused = 0;
  const handler = onlyFrom(
    ranges,
    () => {
      refused += 1;
    },
    async () => json(200, {}),
  );
  const request = aRequest();
  const http = { ...request.requestContext.http, sourceIp };
  const { statusCode, body = '' } = await handler({ ...request, requestContext: { ...request.requestContext, http } });
  return { statusCode, refused, body };
};

describe('allow list', () => {
  it.each([
    ['192.0.2.77', ['192.0.2.0/24']],
    ['198.51.100.1', ['192.0.2.0/24', '198.51.100.1/32']],
    ['2001:db8:1::7', ['192.0.2.0/24', '2001:db8::/32']],
    ['203.0.113.9', ['0.0.0.0/0']],
    ['203.0.113.9', []],
  ])('lets %s in if it is among %j', async (address, ranges) => {
    expect(await askedFrom(address, ranges)).toMatchObject({ statusCode: 200, refused: 0 });
  });

  it.each([
    ['192.0.3.1', ['192.0.2.0/24']],
    ['2001:db9::1', ['2001:db8::/32']],
    ['192.0.2.1', ['2001:db8::/32']],
    ['', ['192.0.2.0/24']],
    ['no address', ['::/0']],
  ])('answers %j 403 if it is not among %j', async (address, ranges) => {
    expect(await askedFrom(address, ranges)).toMatchObject({ statusCode: 403, refused: 1 });
  });

  it.each([[[]], [['192.0.2.0/24']]])(
    'hands on what it lets in as it came, and the answer to it: %j',
    async (ranges) => {
      const seen: unknown[] = [];
      const answer = json(202, { id: 'a' });
      const handler = onlyFrom(
        ranges,
        () => undefined,
        async (event) => {
          seen.push(event);
          return answer;
        },
      );
      const request = aRequest({ body: 'as it came' });

      expect(await handler(request)).toBe(answer);
      expect(seen).toEqual([request]);
    },
  );

  it('says that the address is what was refused, and does not repeat it', async () => {
    const { body } = await askedFrom('192.0.3.1', ['192.0.2.0/24']);

    expect(body).toContain('This address may not');
    expect(body).not.toContain('192.0.3.1');
  });
});
