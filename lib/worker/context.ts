import type { Capture } from '../captures/capture.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerQueries } from '../ledger/queries.ts';
import type { Log } from '../runtime/log.ts';
import type { Measure } from '../runtime/metrics.ts';
import type { Publish } from '../notify/publish.ts';
import type { Secret } from '../runtime/secrets.ts';
import type { Slots } from '../ledger/slots.ts';
import type { ThousandEyes } from '../thousandeyes/client.ts';
import type { SendWake } from '../ledger/wake.ts';

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
interface WorkerSettings {
  readonly callTimeoutMs: number;
  readonly periodMs: number;
  readonly maxAttempts: number;
  readonly reuseMs: number;
  readonly giveUpMs: number;
}

/** One invocation: its dependencies, what it has read and written so far, and when it has to be done. */
export interface WorkerContext extends WorkerDeps {
  readonly view: LedgerView;
  /** Captures whose processing threw: this invocation leaves them alone. */
  readonly crashed: Set<string>;
  /** Epoch milliseconds at which the platform ends the invocation. */
  readonly deadline: number;
}

/** Writing down what came of a call takes at most this long. */
const WRITE_DOWN_MS = 5000;

/** Whether there is time for one more call to ThousandEyes, its timeout and its writing down. */
export const hasTimeForCall = ({ deadline, now, settings }: WorkerContext): boolean =>
  deadline - now() >= settings.callTimeoutMs + WRITE_DOWN_MS;

/** A claim lasts for two calls (the second after a 401) and for writing down what came of them. */
export const claimUntil = ({ now, settings }: WorkerContext): number =>
  now() + 2 * settings.callTimeoutMs + 4 * WRITE_DOWN_MS;

/** An announcement: one SNS call, its repeats, and the ledger's. */
export const announceUntil = ({ now }: WorkerContext): number => now() + 6 * WRITE_DOWN_MS;

/** The ledger as one invocation knows it: the indexes lag, what was written or read since does not. */
export interface LedgerView {
  /** The newest version known; reads the ledger where none is, or where the known one is not `enough`. */
  read(id: string, isEnough?: (known: Capture) => boolean): Promise<Capture | undefined>;
  /** The newer of an index's version and the one known. */
  newest(capture: Capture): Capture;
  /** Saves the next version and returns it; undefined where another worker was first (its version is known then). */
  save(next: Capture): Promise<Capture | undefined>;
}

/** An empty view over a ledger. */
export const createLedgerView = (ledger: Ledger): LedgerView => {
  const known = new Map<string, Capture>();
  const note = (capture: Capture | undefined): Capture | undefined => {
    if (capture) known.set(capture.id, capture);
    return capture;
  };
  return {
    read: async (id, isEnough = () => true) => {
      const before = known.get(id);
      return before !== undefined && isEnough(before) ? before : note(await ledger.get(id));
    },
    newest: (capture) => {
      const before = known.get(capture.id);
      return before !== undefined && before.version >= capture.version ? before : capture;
    },
    save: async (next) => {
      if (await ledger.save(next)) return note(next);
      note(await ledger.get(next.id));
      return undefined;
    },
  };
};
