import type { Received } from '../subscriber.ts';
import type { System } from '../system.ts';

/** The output of `npm start`. There is one form for programs, and one for people at a terminal. */
export interface Output {
  /** Called when the system accepts requests. */
  readonly ready: (system: System) => void;
  /** Shows what the user can do next. With `isBusy`, a result is about to arrive, and comes first. */
  readonly tryNext: (system: System, isBusy: boolean) => void;
  readonly notification: (event: Received) => void;
  /** Called with the logs of the functions: lines of JSON, and lines that Node adds. */
  readonly log: (chunk: string) => void;
  /** Called with errors outside of the functions. The system goes on. */
  readonly error: (error: unknown) => void;
}

/** Writes to a stream of this process. */
export type Write = (text: string) => void;
