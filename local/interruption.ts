/** npm passes on the SIGINT that the terminal has sent already: so soon after the first, it is the same Ctrl-C. */
const SAME_CTRL_C_MS = 500;
/** What is not over by then ends with the process. */
const GRACE_MS = 5000;

/**
 * Ctrl-C, or SIGTERM, at any moment: the signal aborts, and whoever listens ends in good order. A second Ctrl-C, or a while
 * without an end, ends the process at once. The exit code is 0: somebody who stops the system wanted it to stop.
 */
export const listenForInterruption = (): AbortSignal => {
  const interrupted = new AbortController();
  let since = 0;
  const interrupt = (): void => {
    if (interrupted.signal.aborted) {
      if (Date.now() - since > SAME_CTRL_C_MS) process.exit(0);
      return;
    }
    since = Date.now();
    setTimeout(() => process.exit(0), GRACE_MS).unref();
    interrupted.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(signal); // local/start.ts has one for the time before
    process.on(signal, interrupt);
  }
  return interrupted.signal;
};
