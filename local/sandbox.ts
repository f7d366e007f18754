import { parentPort, workerData } from 'node:worker_threads';

/*
 * A Lambda execution environment as a thread: it loads a function's bundle once, and then handles one event at a time.
 * The thread has only the function's environment variables.
 */

const port = parentPort;
if (port === null) throw new Error('local/sandbox runs as a worker thread of local/lambda');

/** What the function prints while it handles an event. It is part of the answer, and goes to the log, too. */
const printed: string[] = [];
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: unknown[]) => {
    printed.push(String(chunk));
    return write(chunk, ...rest);
  };
}

const { handler } = (await import(workerData.bundle)) as {
  handler: (event: unknown, context: object) => Promise<unknown>;
};

const handle = async ({ event, deadline }: { event: unknown; deadline: number }): Promise<void> => {
  printed.length = 0;
  try {
    const context = { getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
    const result = await handler(event, context);
    port.postMessage({ ok: true, result, log: printed.join('') });
  } catch (error) {
    port.postMessage({ ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
};

port.on('message', (message) => void handle(message));
port.postMessage({ ready: true });
