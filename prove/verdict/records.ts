/* What was seen of a storm from outside. Times are epoch milliseconds. */

export interface Delivery {
  readonly alertId: string;
  readonly at: number;
  /** HTTP status; undefined if there was no answer. */
  readonly status: number | undefined;
}

/** A message on the topic. */
export interface Message {
  readonly at: number;
  /** Which life of the system sent it: 1 before the kill, 2 after it. */
  readonly life: 1 | 2;
  /** Every alert that it is about. */
  readonly alertIds: readonly string[];
  /** Absent: the message says why there is none. */
  readonly link?: string | undefined;
}

/** A call for a snapshot, as the API's process saw it. */
export interface Call {
  /** On arrival, by the clock of the API's process. */
  readonly at: number;
  readonly testId: string;
  readonly isInOutage: boolean;
  /** HTTP status, or `reset` for a connection that the API cut; absent if the caller was gone before the answer. */
  readonly status?: number | 'reset' | undefined;
  /** The link in a 201. */
  readonly link?: string | undefined;
}

/** An alert of the storm. */
export interface SentAlert {
  readonly alertId: string;
  readonly testId: string;
  readonly severity: string;
}

/** One system in one storm. */
export interface StormRecord {
  readonly alerts: readonly SentAlert[];
  readonly limit: number;
  readonly periodMs: number;
  readonly deliveries: readonly Delivery[];
  readonly messages: readonly Message[];
  readonly calls: readonly Call[];
  /** Absent: the system was never killed. */
  readonly killedAt?: number | undefined;
}
