/*
 * What the API's process says to the process that runs the proof: an `arrived` for each call before anything else is
 * done with it, and an `answered` when its answer is sent.
 */

export interface Arrived {
  readonly kind: 'arrived';
  /** The first call has number 1. */
  readonly call: number;
  /** Epoch milliseconds by a monotonic clock of the API's process. */
  readonly at: number;
  readonly testId: string;
  readonly isInOutage: boolean;
}

export interface Answered {
  readonly kind: 'answered';
  readonly call: number;
  /** `reset`: the connection was cut without an answer. */
  readonly status: number | 'reset';
  /** The link in a 201. */
  readonly link?: string | undefined;
}

interface Listening {
  readonly kind: 'listening';
  /** The API's base, such as `http://127.0.0.1:PORT/v7`. */
  readonly apiUrl: string;
}

export type SaidOfCall = Arrived | Answered;
export type Said = SaidOfCall | Listening;
