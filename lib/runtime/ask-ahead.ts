/** An event that waits for Lambda to initialize waits for these answers no longer than this. */
const AT_MOST_MS = 1500;

/** Ends when the time is over, or is rejected when `signal` aborts: the promise of `node:timers/promises`. */
type Sleep = (ms: number, value: undefined, options: { readonly signal: AbortSignal }) => Promise<unknown>;

/**
 * Asks what the first event will need while Lambda still initializes: there a function has all the CPU that there is, and with
 * its own share, 0.29 of one at 512 MB, each TLS handshake takes three times as long. Afterwards connections are open and the
 * code of a call has run once.
 *
 * Never fails, and ends after a second and a half at most. What failed or is late by then is for the first event: it asks again,
 * or waits for the answer that is under way, and has the error.
 *
 * @param asks calls that change nothing; they start at once, side by side
 */
export const askAhead = async (asks: readonly (() => Promise<unknown>)[], sleep: Sleep): Promise<void> => {
  const answered = new AbortController();
  await Promise.race([
    Promise.allSettled(asks.map(async (ask) => ask())),
    sleep(AT_MOST_MS, undefined, { signal: answered.signal }),
  ]);
  answered.abort();
};
