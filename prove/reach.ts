import { once } from 'node:events';
import { connect } from 'node:net';
import { UsageError } from './command-line.ts';

const PATIENCE_MS = 5000;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * Connects to the server of a URL without sending anything: a counter counts what it is sent.
 *
 * @throws UsageError if nobody takes the connection
 */
export const assertReachable = async (url: string): Promise<void> => {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const socket = connect({ host, port: Number(port) || DEFAULT_PORTS[protocol] || 0 });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (cause) {
    throw new UsageError(`Nobody takes connections at ${url}: start your counter first.`, { cause });
  } finally {
    socket.destroy();
  }
};
