import { describe, expect, it } from 'vitest';
import { createInvocations } from '../../local/invocations.ts';

const LOCAL = { host: '127.0.0.1:3000', 'content-type': 'application/json', authorization: 'Bearer operator' };

describe('invocations by hand', () => {
  const logged: unknown[] = [];
  const invocations = createInvocations(
    {
      echo: async (event) => ({ result: event, log: 'a line\n' }),
      silent: async () => ({ result: undefined, log: '' }),
      broken: async () => {
        throw new Error('broken: Error: as told\n    at handler (file:///index.mjs:1:1)');
      },
    },
    async ({ authorization }) => authorization === 'Bearer operator',
    (error) => logged.push(error),
  );
  const call = async (name: string, body = '{}', headers: Record<string, string> = LOCAL, method = 'POST') => {
    const answer = await invocations({ method, headers }, name, body);
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? '') };
  };

  it('answer what the function returned', async () => {
    expect(await call('echo', '{"a":1}')).toEqual({ status: 200, body: { result: { a: 1 }, log: 'a line\n' } });
    expect(await call('echo', '{}', { ...LOCAL, host: 'localhost' })).toMatchObject({ status: 200 });
  });

  it('answer null if it returned nothing', async () => {
    expect(await call('silent')).toEqual({ status: 200, body: { result: null, log: '' } });
  });

  it('answer the message of what it threw; the log gets the stack', async () => {
    expect(await call('broken')).toEqual({ status: 200, body: { error: 'broken: Error: as told' } });
    expect(logged).toEqual([expect.objectContaining({ message: expect.stringContaining('index.mjs:1:1') })]);
  });

  it.each(['none', 'constructor', ''])('answer 404 to a function that is not there: "%s"', async (name) => {
    expect(await call(name)).toMatchObject({ status: 404 });
  });

  it('answer 404 to another method, and 400 to what is not JSON', async () => {
    expect(await call('echo', '', LOCAL, 'GET')).toMatchObject({ status: 404 });
    expect(await call('echo', 'a=b')).toMatchObject({ status: 400 });
  });

  it.each([
    ['without a token', { ...LOCAL, authorization: '' }],
    ['with another token', { ...LOCAL, authorization: 'Bearer local-operator-token' }],
  ])('are refused to another user of the machine, who comes %s', async (_, headers) => {
    expect(await call('echo', '{}', headers)).toEqual({ status: 401, body: { error: expect.any(String) } });
  });

  it.each([
    ['names its origin', { ...LOCAL, origin: 'https://example.com' }],
    ['sends a form’s media type', { ...LOCAL, 'content-type': 'text/plain' }],
    ['came by a host name of its own', { ...LOCAL, host: 'example.com:3000' }],
  ])('are refused to a page in a browser that %s', async (_, headers) => {
    expect(await call('echo', '{}', headers)).toMatchObject({ status: 403 });
  });
});
