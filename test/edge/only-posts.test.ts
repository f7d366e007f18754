import { describe, expect, it } from 'vitest';
import { onlyPosts } from '../../lib/edge/only-posts.ts';
import { aRequest } from '../support/factories.ts';

const setUp = () => {
  const missed: number[] = [];
  const handler = onlyPosts(
    (status) => void missed.push(status),
    async () => ({ statusCode: 200 }),
  );
  const ask = (method: string, rawPath: string) => {
    const event = aRequest({ rawPath });
    const { http } = event.requestContext;
    return handler({ ...event, requestContext: { ...event.requestContext, http: { ...http, method } } });
  };
  return { missed, ask };
};

describe('the webhook’s path', () => {
  it.each(['/webhooks/thousandeyes', '/webhooks/thousandeyes/', '/stage/webhooks/thousandeyes//'])(
    'takes posts: %s',
    async (path) => {
      const { missed, ask } = setUp();

      expect(await ask('POST', path)).toEqual({ statusCode: 200 });
      expect(missed).toEqual([]);
    },
  );

  it.each(['GET', 'HEAD', 'PUT'])('answers %s with what it takes', async (method) => {
    const { missed, ask } = setUp();

    const { statusCode, headers, body } = await ask(method, '/webhooks/thousandeyes');

    expect([statusCode, headers?.['allow']]).toEqual([405, 'POST']);
    expect(body).toContain('Send alerts by POST.');
    expect(missed).toEqual([405]);
  });

  it.each(['/webhooks/thousandeyes/a-token', '/webhooks/thousandeyesx', '/webhooks', '/'])(
    'is no longer and no shorter: %s',
    async (path) => {
      const { missed, ask } = setUp();

      const { statusCode, body } = await ask('POST', path);

      expect(statusCode).toBe(404);
      expect(body).toContain('docs/openapi.yaml');
      expect(missed).toEqual([404]);
    },
  );
});
