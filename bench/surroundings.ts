import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Milliseconds added to every round trip. A service without a value answers as fast as its emulator behind TLS. */
export interface Delays {
  readonly dynamo?: number;
  readonly sqs?: number;
  readonly sns?: number;
  readonly secrets?: number;
  readonly upstream?: number;
}

/** Approximate round trips of a function in a region. The emulators alone answer in a millisecond or two. */
export const REALISTIC = { dynamo: 5, sqs: 5, sns: 15, secrets: 5, upstream: 400 } as const satisfies Delays;

export interface Surroundings {
  /** The environment variables of a function, with all addresses. */
  readonly environment: Readonly<Record<string, string>>;
  /** The address of the DynamoDB emulator without a delay, for calls outside the measurement. */
  readonly directDynamo: string;
}

/** Starts emulators, secrets and upstream in a separate process, and stops them when `run` has ended. */
export const withSurroundings = async <Result>(
  delays: Delays,
  run: (surroundings: Surroundings) => Promise<Result>,
): Promise<Result> => {
  const child = fork(new URL('surroundings-process.ts', import.meta.url), [JSON.stringify(delays)]);
  const exited = once(child, 'exit');
  try {
    const [surroundings] = await Promise.race([
      once(child, 'message') as Promise<[Surroundings]>,
      exited.then(([code]) => Promise.reject(new Error(`the emulators ended with ${code}`))),
    ]);
    return await run(surroundings);
  } finally {
    if (child.connected) child.disconnect();
    await exited;
  }
};
