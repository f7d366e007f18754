import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The deployment of a function, as far as this emulator needs it. */
export interface FunctionOptions {
  readonly name: string;
  /** The URL of the bundle. */
  readonly bundle: URL;
  /** The URL of the thread's entry, `local/sandbox`. */
  readonly sandbox: URL;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** The most execution environments at the same time. Further events wait. */
  readonly concurrency: number;
}

/** Invokes a function and returns its result. Throws if the function throws, crashes or runs out of time. */
export type Invoke = (event: unknown) => Promise<unknown>;

/** The result of a function, and what it printed during the invocation. */
export interface Invoked {
  readonly result: unknown;
  readonly log: string;
}

export interface LambdaFunction {
  readonly invoke: Invoke;
  /** Invokes, and also returns the log of this invocation, as Lambda does with `LogType: Tail`. */
  readonly invokeWithLog: (event: unknown) => Promise<Invoked>;
  /** Starts sandboxes ahead of their first events, as provisioned concurrency does. */
  readonly warm: (sandboxes: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Emulates a Lambda function: sandboxes start on demand, serve further events, and end when they time out. */
export const startFunction = (options: FunctionOptions, writeLog: (chunk: string) => void): LambdaFunction => {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: ((worker: Worker | undefined) => void)[] = [];

  const start = async (): Promise<Worker> => {
    const worker = new Worker(options.sandbox, {
      env: options.environment,
      workerData: { bundle: options.bundle.href },
      stdout: true,
      stderr: true,
    });
    all.add(worker);
    worker.setMaxListeners(0);
    for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (chunk) => writeLog(String(chunk)));
    worker.once('exit', () => {
      all.delete(worker);
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
    });
    await once(worker, 'message'); // an error while the bundle loads rejects here
    return worker;
  };

  const acquire = async (): Promise<Worker> => {
    const worker = idle.pop();
    if (worker) return worker;
    if (all.size < options.concurrency) return start();
    const freed = await new Promise<Worker | undefined>((resolve) => {
      waiting.push(resolve);
    });
    return freed ?? acquire();
  };

  /** Passes a sandbox to the next waiting event. If the sandbox has ended, that event starts a new one. */
  const hand = (worker: Worker): void => {
    const isAlive = all.has(worker);
    const next = waiting.shift();
    if (next) next(isAlive ? worker : undefined);
    else if (isAlive) idle.push(worker);
  };

  const run = async (worker: Worker, event: unknown): Promise<Invoked> => {
    const aborted = new AbortController();
    const timer = setTimeout(() => void worker.terminate(), options.timeoutMs);
    worker.postMessage({ event, deadline: Date.now() + options.timeoutMs });
    try {
      const [answer] = await Promise.race([
        once(worker, 'message', { signal: aborted.signal }),
        once(worker, 'exit', { signal: aborted.signal }).then(() => {
          throw new Error(`${options.name}: the sandbox ended before it answered`);
        }),
      ]);
      if (!answer.ok) throw new Error(`${options.name}: ${answer.message}`);
      return answer as Invoked;
    } finally {
      clearTimeout(timer);
      aborted.abort();
    }
  };

  const invokeWithLog = async (event: unknown): Promise<Invoked> => {
    const worker = await acquire();
    try {
      return await run(worker, event);
    } finally {
      hand(worker);
    }
  };

  return {
    invoke: async (event) => (await invokeWithLog(event)).result,
    invokeWithLog,
    async warm(sandboxes) {
      const workers = await Promise.all(Array.from({ length: sandboxes }, start));
      for (const worker of workers) hand(worker);
    },
    async stop() {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
};
