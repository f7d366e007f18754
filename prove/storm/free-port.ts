import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Ports that no operating system gives to a connection or a server by itself: Linux begins at 32,768, macOS and Windows
 * at 49,152. Otherwise one of the many connections of a storm could take the port between the two lives.
 */
const FIRST = 20_000;
const LAST = 29_999;

const given = new Set<number>();

/**
 * A port that nobody listens on now, another one at each call: both lives of a system listen there, as a URL does not
 * change by a crash.
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
};

/** Whether a server can listen on the port of this machine now. */
export const isFree = async (port: number): Promise<boolean> => {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false; // taken, or reserved by the system
  }
  server.close();
  await once(server, 'close');
  return true;
};
