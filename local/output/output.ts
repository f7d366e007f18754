import type { Received } from '../subscriber.ts';
import type { System } from '../system.ts';

/** What `npm start` says while it runs: one form for programs, one for people at a terminal. */
export interface Output {
  /** The system takes requests. */
  readonly ready: (system: System) => void;
  /** Nothing of this is urgent: what somebody can do next. `isBusy`: a result is about to come, and goes first. */
  readonly tryNext: (system: System, isBusy: boolean) => void;
  readonly notification: (event: Received) => void;
  /** What the functions log: lines of JSON, and what Node adds to them. */
  readonly log: (chunk: string) => void;
  /** What went wrong beside the functions; the system goes on. */
  readonly error: (error: unknown) => void;
}

/** Writes to a stream of this process. */
export type Write = (text: string) => void;
