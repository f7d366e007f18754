/** One Ctrl-C arrives twice: from the terminal, and from npm. A second SIGINT within this time is the same Ctrl-C. */
const SAME_CTRL_C_MS = 500;
/** The process ends after this time, even if some work has not ended. */
const GRACE_MS = 5000;

/**
 * Listens for Ctrl-C and SIGTERM. Either aborts the returned signal, and its listeners end in good order. A second
 * Ctrl-C, or a grace time without an end, ends the process. The exit code is 0, because the user asked for the end.
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
    process.removeAllListeners(signal); // the handler of local/start.ts is no longer needed
    process.on(signal, interrupt);
  }
  return interrupted.signal;
};
