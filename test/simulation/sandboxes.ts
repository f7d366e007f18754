import { createSecret, fetchAhead, type FetchSecret, type Secret } from '../../lib/runtime/secrets.ts';

/** One of Lambda's execution environments, with the state that a process keeps between invocations. */
interface Sandbox {
  readonly token: Secret;
}

export interface Sandboxes {
  /** The sandbox of the next invocation: the one that became idle last, or a new one. */
  readonly take: () => Sandbox;
  /** Returns a sandbox after its invocation, for another one. A killed sandbox is never returned. */
  readonly giveBack: (sandbox: Sandbox) => void;
}

/** The worker's sandboxes, each with a cache of the API token as `lib/wiring` makes it. */
export const createSandboxes = (fetchToken: FetchSecret, now: () => number): Sandboxes => {
  const idle: Sandbox[] = [];
  return {
    take: () => idle.pop() ?? { token: fetchAhead(createSecret(fetchToken, now)) },
    giveBack: (sandbox) => void idle.push(sandbox),
  };
};
