import { createSecret, type FetchSecret, type Secret } from '../../lib/runtime/secrets.ts';

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
  const initialize = (): Sandbox => {
    const token = createSecret(fetchToken, now);
    token.get().catch(() => undefined); // asked ahead; an answer that is late is the first event's
    return { token };
  };
  return {
    take: () => idle.pop() ?? initialize(),
    giveBack: (sandbox) => void idle.push(sandbox),
  };
};
