import type { AddressInfo } from 'node:net';
import type { Said } from './calls.ts';
import { type ApiTerms, BASE, createApiServer } from './server.ts';

/*
 * The API's process: its terms are its one argument, as JSON, and it says what it sees to the process that forked it.
 * It ends when that process does, however that ends.
 */

const say = (said: Said): void => void process.send?.(said, undefined, undefined, () => undefined);

process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined); // Ctrl-C reaches every process of a terminal; the proof ends this one

const terms = JSON.parse(process.argv[2] ?? '') as ApiTerms;
const server = createApiServer(terms, say);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  say({ kind: 'listening', apiUrl: `http://127.0.0.1:${port}${BASE}` });
});
