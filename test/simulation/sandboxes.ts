import { createSecret, fetchAhead, type FetchSecret, type Secret } from '../../lib/runtime/secrets.ts';

/** One of Lambda's execution environments: what a process keeps from one invocation to the next. */
interface Sandbox {
  readonly token: Secret;
}

export interface Sandboxes {
  /** The sandbox of the next invocation: the one that became idle last, or a new one. */
  readonly take: () => Sandbox;
  /** Its invocation has returned, so that it may serve another one. One that was killed is never given back. */
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
