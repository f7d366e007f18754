import type { Alert, Severity } from '../alerts/alert.ts';
import type { Window } from './window.ts';

/** Why a capture exists: a ThousandEyes alert, an operator's request, or planned evidence. */
type CaptureReason = 'alert' | 'manual' | 'schedule';

/** `pending → claimed → created → published`, side exit `failed`. */
export const CAPTURE_STATES = ['pending', 'claimed', 'created', 'published', 'failed'] as const;
type CaptureState = (typeof CAPTURE_STATES)[number];

/** Why a capture failed; what an operator can do about each stands in `failure-advice.ts`. */
export type FailureCode =
  | 'rejected'
  | 'forbidden'
  | 'alert_forbidden'
  | 'test_not_found'
  | 'alert_not_found'
  | 'no_test'
  | 'attempts_exhausted'
  | 'gave_up'
  | 'quarantined';

/** A snapshot as far as its creation's answer told. `link` is a key to the data: never log it. */
export interface Snapshot extends Window {
  readonly link: string;
  /** ISO 8601; 30 days after the creation (vendor's documentation). */
  readonly expiresAt: string;
  /** Which kind of link came back, as far as the answer tells. */
  readonly visibility: 'public' | 'private' | 'unknown';
}

/** What the notification of a merged snapshot says of each capture that it covers. */
export interface CoveredCapture {
  readonly captureId: string;
  readonly severity: Severity;
  readonly alert?: Alert;
}

/** One wish for evidence, from its arrival to its link or its failure notice. One ledger item. */
export interface Capture extends Window {
  readonly id: string;
  /** Counts the writes; every transition is conditional on it, so one writer wins. */
  readonly version: number;
  readonly state: CaptureState;
  readonly reason: CaptureReason;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly severity: Severity;
  readonly testId?: string;
  readonly testName?: string;
  readonly aid?: string;
  readonly displayName?: string;
  /** What tells an operator's request from another one with the same Idempotency-Key. */
  readonly fingerprint?: string;
  readonly alert?: Alert;
  /** POSTs (or look-ups, as long as there is no test id) that are charged so far. */
  readonly attempts: number;
  /** Epoch milliseconds before which it is not tried again. */
  readonly notBefore?: number;
  /** Epoch milliseconds until which its holder alone may go on with it. */
  readonly leaseUntil?: number;
  /** A POST may have created a snapshot whose answer nobody read. */
  readonly possibleDuplicate?: true;
  readonly snapshot?: Snapshot;
  /** The capture whose snapshot serves this one: created earlier, so that no slot was needed. */
  readonly reusedFrom?: string;
  /** The capture that this one is merged into: one snapshot and one notification for both. */
  readonly mergedInto?: string;
  /** The captures that are merged into this one, besides itself. */
  readonly covers?: readonly CoveredCapture[];
  readonly failure?: { readonly code: FailureCode; readonly detail: string };
  /** Epoch milliseconds at which its notification was accepted by SNS. */
  readonly announcedAt?: number;
  /** A call for a group that it was in was refused: it is not merged again. */
  readonly alone?: true;
  /** Epoch milliseconds at which an operator last sent it again. */
  readonly sentAgainAt?: number;
  /** The body of a quarantined webhook, whole. */
  readonly payload?: string;
}

/** What a new capture is made from; the rest is the same for all. */
export type NewCapture = Omit<Capture, 'version' | 'state' | 'attempts'>;

/** A capture at the start of its road. */
export const newCapture = (fields: NewCapture): Capture => ({ ...fields, version: 1, state: 'pending', attempts: 0 });

/** A webhook body that no known shape fits: kept whole, and announced as a failure. */
export const newQuarantined = (fields: NewCapture & { payload: string }, why: string): Capture => ({
  ...newCapture(fields),
  state: 'failed',
  failure: { code: 'quarantined', detail: why },
});

/** Whether there is still something to do for it: anything but announced. */
export const isOpen = (capture: Capture): boolean =>
  capture.state !== 'published' && !(capture.state === 'failed' && capture.announcedAt !== undefined);
