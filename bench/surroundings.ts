import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Added to every round trip, in milliseconds; what is not named answers as fast as its emulator. */
export interface Delays {
  readonly dynamo?: number;
  readonly sqs?: number;
  readonly sns?: number;
  readonly secrets?: number;
  readonly upstream?: number;
}

/** Round trips as a function in a region sees them, about: the emulators alone answer in a millisecond or two. */
export const REALISTIC = { dynamo: 5, sqs: 5, sns: 15, secrets: 5, upstream: 400 } as const satisfies Delays;

export interface Surroundings {
  /** The variables by which a function finds everything. */
  readonly environment: Readonly<Record<string, string>>;
  /** The DynamoDB emulator without any delay, for what is not measured. */
  readonly directDynamo: string;
}

/** Starts emulators, secrets and upstream in a process of their own, and ends them when `run` has ended. */
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
