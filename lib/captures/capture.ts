import { createHash } from 'node:crypto';
import type { Alert, Severity } from '../alerts/alert.ts';
import type { Window } from './window.ts';

const HOUR_MS = 3_600_000;

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

/**
 * The id that makes a second delivery of the same thing the same capture.
 * Parts are joined unambiguously; an absent part differs from an empty one.
 */
export const captureIdOf = (...parts: readonly (string | undefined)[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('hex')
    .slice(0, 32);

/**
 * An alert is the same by account group, alert id (event id where there is none) and transition.
 * A template that sends no id at all is told apart by its body and the hour of its arrival: a delivery repeated
 * over the hour's end becomes a second capture, where without the hour the next incident would be lost.
 */
export const captureIdOfAlert = (alert: Alert, body: string, receivedAt: number): string => {
  const id = alert.alertId ?? alert.eventId ?? `${Math.floor(receivedAt / HOUR_MS)} ${body}`;
  return captureIdOf('alert', alert.aid, id, alert.transition);
};

/** A body of an unknown shape, told apart as an alert without any id is. */
export const captureIdOfQuarantined = (body: string, receivedAt: number): string =>
  captureIdOf('quarantined', String(Math.floor(receivedAt / HOUR_MS)), body);

/** Captures of one test in one account group; undefined as long as the test is not known. */
export const testKeyOf = ({ testId, aid }: Pick<Capture, 'testId' | 'aid'>): string | undefined =>
  testId === undefined ? undefined : `${aid ?? '-'}/${testId}`;

/** Captures that one snapshot may serve: those of one test, unless one is not to be merged or its test is not known yet. */
export const groupKeyOf = (capture: Pick<Capture, 'id' | 'testId' | 'aid' | 'alone'>): string =>
  (capture.alone ? undefined : testKeyOf(capture)) ?? capture.id;

/** Whether there is still something to do for it: anything but announced. */
export const isOpen = (capture: Capture): boolean =>
  capture.state !== 'published' && !(capture.state === 'failed' && capture.announcedAt !== undefined);
