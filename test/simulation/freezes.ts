import type { VirtualClock } from './clock.ts';
import type { Process } from './process.ts';

/*
 * A process that is paused for seconds to minutes and goes on where it was, with a clock that has jumped: Lambda freezes
 * a sandbox between invocations, and a machine may stand still in one. While it is frozen nothing ends it, so that its
 * calls may arrive long after its deadline and after the end of its leases.
 */

export interface Freezes {
  readonly freeze: (process: Process) => void;
  /** Resolves when the process goes on: at once, if it is not frozen. */
  readonly thawed: (process: Process) => Promise<void>;
  /** How many processes were frozen and have not come to their end yet. */
  readonly underWay: () => number;
}

/** A freeze takes from one second to this, unless a scenario says how long. */
const LONGEST_SECONDS = 1200;

export const createFreezes = (clock: VirtualClock, random: () => number, lastMs: number | undefined): Freezes => {
  const frozen: Process[] = [];
  return {
    freeze: (process) => {
      process.thawsAt = clock.now() + (lastMs ?? 1000 * LONGEST_SECONDS ** random());
      frozen.push(process);
    },
    thawed: async (process) => {
      while (process.thawsAt > clock.now()) await clock.sleep(process.thawsAt - clock.now());
    },
    underWay: () => frozen.filter(({ dead, ended }) => !dead && !ended).length,
  };
};

/** Whether the process was frozen at any time. */
export const hasFrozen = ({ thawsAt }: Pick<Process, 'thawsAt'>): boolean => thawsAt > 0;

/** Whether the process stands still at this moment. */
export const isFrozen = ({ thawsAt }: Process, now: number): boolean => thawsAt > now;

/** Calls that change nothing: one that a freeze cuts off does no harm when it goes on. */
const READS = /\.(get|getAll|openKeys|idsOfTest|idsOfAlert|read)$/;

/** What an invocation has under way at its end, and Lambda would freeze: a line for each call that changes something. */
export const leftUnderWay = ({ underWay }: Process): string[] =>
  [...underWay].filter(({ name }) => !READS.test(name)).map(({ name }) => `an invocation ended with ${name} under way`);
