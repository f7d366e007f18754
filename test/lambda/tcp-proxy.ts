import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Starts a TCP proxy that can freeze: connections stay open, but no data passes, as if a network drops packets. */
export const startTcpProxy = async (target: string) => {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let accepted = 0;
  let isFrozen = false;

  const server = createServer((near) => {
    accepted += 1;
    const far = connect(Number(port), hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [pair, pair.toReversed() as [Socket, Socket]]) {
      // A frozen proxy drops data, because the request of a dead process must not arrive later.
      from.on('data', (chunk) => isFrozen || to.write(chunk));
      from.on('close', end);
      from.on('error', end);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The number of connections so far. */
    accepted: () => accepted,
    freeze() {
      isFrozen = true;
    },
    /** Ends the freeze. Older connections are lost; new ones work. */
    thaw() {
      isFrozen = false;
      for (const [near] of pairs) near.destroy();
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const [near] of pairs) near.destroy();
      await closed;
    },
  };
};
