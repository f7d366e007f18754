import type { Claimed, Created, Failed } from './capture.ts';

/* Who works on a capture, and until when. */

/** A lease that has ended: the first worker that finds the capture may go on with it. */
export const FREE = 0;

/**
 * A new end of the lease (epoch milliseconds): for the announcement of a created or failed capture, or for a follower
 * that waits for its leader's end. FREE releases the capture.
 */
export const renewLease = <State extends Claimed | Created | Failed>(capture: State, leaseUntil: number): State => ({
  ...capture,
  leaseUntil,
  version: capture.version + 1,
});
