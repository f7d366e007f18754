import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished, expect, it } from 'vitest';
import { takePort } from '../../local/gateway.ts';

/** The status of a request whose target is written as it is. */
const statusOf = async (port: number, target: string): Promise<string | undefined> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  return (await text(socket)).split(' ')[1];
};

it('gateway: a request whose target is no path ends in an error, and not the process', async () => {
  const errors: unknown[] = [];
  const gateway = await takePort({ port: 0, onError: (error) => errors.push(error) });
  onTestFinished(gateway.stop);
  gateway.mount(
    (path) => path === '/v7/',
    (_request, response) => void response.end('of the stand-in'),
  );
  gateway.open({
    routes: { $default: async () => ({ statusCode: 204 }) },
    invocations: async () => ({ statusCode: 200 }),
  });
  const port = Number(new URL(gateway.url).port);

  // Before, the URL of this target was parsed where nobody caught its error.
  expect(await statusOf(port, '*:99999')).toBe('500');
  expect(errors).toHaveLength(1);
  expect(await statusOf(port, '/v7/')).toBe('200');
  expect(await statusOf(port, '/')).toBe('204');
});
