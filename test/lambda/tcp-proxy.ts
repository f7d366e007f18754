import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be frozen: connections stay, nothing passes, nobody is told. As when a network drops packets. */
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
      // What comes in while it is frozen is dropped: the request of a dead process must not arrive later.
      from.on('data', (chunk) => isFrozen || to.write(chunk));
      from.on('close', end);
      from.on('error', end);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Connections so far. */
    accepted: () => accepted,
    freeze() {
      isFrozen = true;
    },
    /** Connections from before the freeze are lost; new ones pass. */
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
