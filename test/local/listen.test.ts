import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { listen } from '../../local/listen.ts';

const CONNECTIONS = 1000;
/** Only a failing test waits this long. */
const PATIENCE_MS = 5000;

/** A thread that opens connections, and counts those that the system has taken in. */
const CLIENT = `
  const { workerData: { port, connections, counted } } = require('node:worker_threads');
  const { connect } = require('node:net');
  for (let n = 0; n < connections; n += 1) {
    connect(port, '127.0.0.1', () => {
      if (Atomics.add(counted, 0, 1) + 1 === connections) Atomics.notify(counted, 0);
    }).on('error', () => {});
  }
`;

// Other systems have smaller queues.
it.runIf(process.platform === 'linux')('lets the connections of a storm wait while the server is busy', async () => {
  const { url, stop } = await listen(createServer());
  const counted = new Int32Array(new SharedArrayBuffer(4));
  const client = new Worker(CLIENT, {
    eval: true,
    workerData: { port: new URL(url).port, connections: CONNECTIONS, counted },
  });

  // This thread is the server's, so it accepts nothing meanwhile.
  for (const until = Date.now() + PATIENCE_MS; counted[0] !== CONNECTIONS && Date.now() < until; ) {
    Atomics.wait(counted, 0, counted[0] ?? 0, 50);
  }

  expect(counted[0]).toBe(CONNECTIONS);
  await client.terminate();
  await stop();
});
