import type { Capture } from '../captures/capture.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerQueries } from '../ledger/queries.ts';
import type { Slots } from '../ledger/slots.ts';
import type { SendWake } from '../ledger/wake.ts';
import type { Publishing } from '../notify/link-fields.ts';
import type { Publish } from '../notify/publish.ts';
import type { Log } from '../runtime/log.ts';
import type { Measure } from '../runtime/metrics.ts';
import type { Secret } from '../runtime/secrets.ts';
import type { ThousandEyes } from '../thousandeyes/client.ts';
import type { LedgerView } from './ledger-view.ts';

/** What the worker is made from; every part can stand on a virtual clock. */
export interface WorkerDeps {
  readonly ledger: Ledger & LedgerQueries;
  readonly slots: Slots;
  readonly thousandEyes: ThousandEyes;
  readonly token: Secret;
  readonly publish: Publish;
  readonly sendWake: SendWake;
  readonly log: Log;
  readonly measure: Measure;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly settings: WorkerSettings;
}

/** All times in milliseconds. */
export interface WorkerSettings extends Publishing {
  readonly callTimeoutMs: number;
  readonly periodMs: number;
  readonly reuseMs: number;
  readonly groupMs: number;
  readonly giveUpMs: number;
}

/** One invocation: its dependencies, what it knows of the ledger, and when it has to be done. */
export interface WorkerContext extends Omit<WorkerDeps, 'ledger'> {
  readonly view: LedgerView;
  /** Epoch milliseconds at which the platform ends the invocation. */
  readonly deadline: number;
}

/** Writing down what came of a call takes at most this long. */
const WRITE_DOWN_MS = 5000;

/** Whether there is time for one more call to ThousandEyes, its timeout and its writing down, after a wait. */
export const hasTimeForCall = ({ deadline, now, settings }: WorkerContext, waitMs = 0): boolean =>
  deadline - now() - waitMs >= settings.callTimeoutMs + WRITE_DOWN_MS;

/** A claim, and the probe at an opening of the gate, last for two calls (the second after a 401) and for writing down what came of them. */
export const claimUntil = ({ now, settings }: WorkerContext): number =>
  now() + 2 * settings.callTimeoutMs + 4 * WRITE_DOWN_MS;

/** An announcement: one SNS call, its repeats, and the ledger's. */
export const announceUntil = ({ now }: WorkerContext): number => now() + 6 * WRITE_DOWN_MS;

/** One capture that cannot be processed does not hold up the others; its lease, or the next invocation, brings it back. */
export const guarded = async (
  { log, view }: WorkerContext,
  capture: Capture,
  run: () => Promise<void>,
): Promise<void> => {
  try {
    await run();
  } catch (error) {
    view.setAside(capture.id);
    log.error('capture_crashed', error, { captureId: capture.id, state: capture.state });
  }
};
