import type { VirtualClock } from './clock.ts';
import type { Process } from './process.ts';

/*
 * A process pauses for seconds to minutes and then goes on, with a clock that has jumped. Lambda freezes a sandbox
 * between invocations, and a machine may pause during one. Nothing ends a frozen process, so its calls may arrive long
 * after its deadline and after its leases.
 */

export interface Freezes {
  readonly freeze: (process: Process) => void;
  /** Resolves when the process goes on; at once if it is not frozen. */
  readonly thawed: (process: Process) => Promise<void>;
  /** The number of processes that were frozen and have not ended yet. */
  readonly underWay: () => number;
}

/** The longest freeze, unless a scenario sets the length. The shortest is one second. */
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

/** Whether the process is frozen now. */
export const isFrozen = ({ thawsAt }: Process, now: number): boolean => thawsAt > now;

/** Calls that change nothing. If a freeze interrupts one, it does no harm when it goes on. */
const READS = /\.(get|getAll|openKeys|idsOfTest|idsOfAlert|read)$/;

/**
 * The calls that an invocation leaves under way at its end, where Lambda would freeze them: a line for each call that
 * changes something.
 */
export const leftUnderWay = ({ underWay }: Process): string[] =>
  [...underWay].filter(({ name }) => !READS.test(name)).map(({ name }) => `an invocation ended with ${name} under way`);
