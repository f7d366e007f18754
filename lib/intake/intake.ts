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
 * Takes a capture in: the one durable write, then the wake. A wake that is not sent costs a minute
 * (the watchdog finds the capture), so it is no reason to refuse what is already safe.
 *
 * @param payload the body of a quarantined webhook, kept beside its capture
 * @returns accepted, or duplicate where its id is in the ledger already
 * @throws where the ledger could not be written: nothing is safe then, and the sender has to know
 */
export const takeIn = async ({ ledger, sendWake, log, measure }: IntakeDeps, capture: Capture, payload?: string) => {
  if (!(await ledger.add(capture, payload))) return 'duplicate';
  measure('CapturesAccepted', 1, capture.reason);
  await wakeFor({ sendWake, log }, capture.id);
  return 'accepted';
};

/** Wakes the worker for a capture that is safe in the ledger; never throws. */
export const wakeFor = async ({ sendWake, log }: Pick<IntakeDeps, 'sendWake' | 'log'>, captureId: string) => {
  try {
    await sendWake({ captureId }, 0);
  } catch (error) {
    log.error('wake_not_sent', error, { captureId });
  }
};
