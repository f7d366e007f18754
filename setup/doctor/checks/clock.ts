import { fail, type Judgment, ok, skipped, warn } from './finding.ts';

/** How far the clock of a server was ahead of this machine's, in milliseconds. */
export interface Observation {
  readonly server: string;
  readonly aheadMs: number;
}

/** A difference up to the first has no consequence. AWS and ThousandEyes refuse requests from the second on. */
const WARN_MS = 30_000;
const FAIL_MS = 5 * 60_000;

/**
 * Measures how far a server's clock is ahead of this machine's; undefined if the header is no date. A `Date` header
 * is cut to the second, so the middle of that second is compared with the middle of the call. Times are epoch
 * milliseconds.
 */
export const observe = (
  server: string,
  date: string | undefined,
  sentAt: number,
  answeredAt: number,
): Observation | undefined => {
  const told = Date.parse(date ?? '');
  return Number.isNaN(told) ? undefined : { server, aheadMs: told + 500 - (sentAt + answeredAt) / 2 };
};

/** Whether this machine's clock is right. The times in its requests (`endDate`, signatures) come from it. */
export const judgeClock = (observations: readonly Observation[]): Judgment => {
  const worst = observations.toSorted((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs))[0];
  if (worst === undefined) return skipped('no server sent the time');
  const off = Math.abs(worst.aheadMs);
  if (off <= WARN_MS) {
    const servers = [...new Set(observations.map(({ server }) => server))].join(', ');
    return ok(`This machine's clock is within ${Math.max(1, Math.ceil(off / 1000))} s of ${servers}.`);
  }
  const message = `This machine's clock is ${Math.round(off / 1000)} s ${worst.aheadMs > 0 ? 'behind' : 'ahead of'} ${worst.server}.`;
  const fix =
    'Synchronize the clock (NTP). AWS refuses requests with a wrong time, and ThousandEyes an endDate in the future.';
  return off > FAIL_MS ? fail(message, fix) : warn(message, fix);
};
