import type { Capture } from '../captures/capture.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Log } from '../runtime/log.ts';
import type { Measure } from '../runtime/metrics.ts';
import type { SendWake } from '../ledger/wake.ts';

export interface IntakeDeps {
  readonly ledger: Pick<Ledger, 'add'>;
  readonly sendWake: SendWake;
  readonly log: Log;
  readonly measure: Measure;
}

/**
 * Takes a capture in: one durable write, then the wake. A wake that cannot be sent only delays the capture by a minute,
 * until the watchdog finds it, so the capture is accepted all the same.
 *
 * @param payload the body of a quarantined webhook, kept beside its capture
 * @returns `duplicate` if the ledger has the capture's id already, else `accepted`
 * @throws Error of the ledger, if the write failed: nothing is stored then, and the sender has to send again
 */
export const takeIn = async ({ ledger, sendWake, log, measure }: IntakeDeps, capture: Capture, payload?: string) => {
  if (!(await ledger.add(capture, payload))) return 'duplicate';
  measure('CapturesAccepted', 1, capture.reason);
  await wakeFor({ sendWake, log }, capture.id);
  return 'accepted';
};

/** Wakes the worker for a stored capture. It logs an error instead of throwing it. */
export const wakeFor = async ({ sendWake, log }: Pick<IntakeDeps, 'sendWake' | 'log'>, captureId: string) => {
  try {
    await sendWake({ captureId }, 0);
  } catch (error) {
    log.error('wake_not_sent', error, { captureId });
  }
};
