import type { Capture } from '../captures/capture.ts';
import type { Baselines } from '../ledger/baselines.ts';
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

/** The worker's dependencies. Each of them can run on a virtual clock. */
export interface WorkerDeps {
  readonly ledger: Ledger & LedgerQueries;
  readonly slots: Slots;
  readonly baselines: Baselines;
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

/** The worker's settings. All times are in milliseconds. */
export interface WorkerSettings extends Publishing {
  readonly callTimeoutMs: number;
  readonly periodMs: number;
  readonly reuseMs: number;
  readonly groupMs: number;
  readonly giveUpMs: number;
}

/** One invocation: its dependencies, its view of the ledger, and its deadline. */
export interface WorkerContext extends Omit<WorkerDeps, 'ledger'> {
  readonly view: LedgerView;
  /** Epoch milliseconds at which the platform ends the invocation. */
  readonly deadline: number;
}

/** The most time that recording a call's result takes. */
const WRITE_DOWN_MS = 5000;

/**
 * Whether time is left for a wait (milliseconds) and then one more call to ThousandEyes with its timeout and its
 * recording.
 */
export const hasTimeForCall = ({ deadline, now, settings }: WorkerContext, waitMs = 0): boolean =>
  deadline - now() - waitMs >= settings.callTimeoutMs + WRITE_DOWN_MS;

/**
 * When a claim, or the probe at an opening of the gate, ends, in epoch milliseconds: after two calls (the second one
 * follows a 401) and the recording of their results.
 */
export const claimUntil = ({ now, settings }: WorkerContext): number =>
  now() + 2 * settings.callTimeoutMs + 4 * WRITE_DOWN_MS;

/**
 * When the lease of an announcement ends, in epoch milliseconds: after one SNS call with its repeats, and those of the
 * ledger.
 */
export const announceUntil = ({ now }: WorkerContext): number => now() + 6 * WRITE_DOWN_MS;

/**
 * Runs a task and logs its error, so that one faulty capture does not delay the others. Its lease, or the next
 * invocation, brings the capture back.
 */
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
