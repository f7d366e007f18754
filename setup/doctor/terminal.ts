import type { Writers } from './command-line.ts';

/** Who runs the doctor: what is written where, and who is asked. */
export interface Terminal extends Writers {
  /** A human is watching. */
  readonly isTerminal: boolean;
  readonly confirm: (question: string) => Promise<boolean>;
  /** Shows that something is under way until the promise settles. */
  readonly during: <T>(what: string, work: Promise<T>) => Promise<T>;
}
