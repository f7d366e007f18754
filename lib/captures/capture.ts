import type { Alert, Severity } from '../alerts/alert.ts';
import type { Window } from './window.ts';

/** Why a capture exists: a ThousandEyes alert, an operator's request, or planned evidence. */
export const CAPTURE_REASONS = ['alert', 'manual', 'schedule'] as const;
type CaptureReason = (typeof CAPTURE_REASONS)[number];

/** `pending → claimed → created → published`, side exits `failed` and `cancelled`, both told; `ignored` is not. */
export const CAPTURE_STATES = [
  'pending',
  'claimed',
  'created',
  'published',
  'failed',
  'ignored',
  'cancelled',
] as const satisfies readonly Capture['state'][];

/** Why a capture failed; what an operator can do about each stands in `failure-advice.ts`. */
export type FailureCode =
  | 'rejected'
  | 'forbidden'
  | 'alert_forbidden'
  | 'test_not_found'
  | 'alert_not_found'
  | 'no_test'
  | 'endpoint_test'
  | 'attempts_exhausted'
  | 'gave_up'
  | 'quarantined'
  | 'cancelled';

export interface Failure {
  readonly code: FailureCode;
  readonly detail: string;
}

/** A snapshot as far as its creation's answer told. `link` is a key to the data: never log it. */
export interface Snapshot extends Window {
  /** ThousandEyes' id of it; absent where the answer did not tell. */
  readonly id?: string;
  /** Absent where the answer had none: it was created, and has to be looked for in ThousandEyes. */
  readonly link?: string;
  /** ISO 8601; 30 days after the creation. A fact only if the link is a share link. */
  readonly expiresAt: string;
  /** Which kind of link came back, as far as the answer says; `needsLogin` knows better for a link into the app. */
  readonly visibility: 'public' | 'private' | 'unknown';
}

/** What the notification of a merged snapshot says of each capture that it covers. */
export interface CoveredCapture {
  readonly captureId: string;
  readonly severity: Severity;
  readonly alert?: Alert;
  readonly requestedBy?: string;
  readonly cancelledBy?: string;
}

/** What a capture may have in any state. */
export interface CaptureFields extends Window {
  readonly id: string;
  /** Counts the writes; every transition is conditional on it, so one writer wins. */
  readonly version: number;
  /** The layout of its stored item, where that is a newer one than this code writes. */
  readonly schema?: number;
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
  /** Epoch milliseconds until which its holder alone may go on with it; until which nobody tells it, where it waits for the rest of a message. */
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
  readonly failure?: Failure;
  /** Epoch milliseconds of its last try that closed the gate, and was not charged. */
  readonly triedAt?: number;
  /** A call for a group that it was in was refused: it is not merged again. */
  readonly alone?: true;
  /** How that call was refused: where its own call is refused so too, all of the group are. */
  readonly refusal?: string;
  /** Epoch milliseconds at which an operator last sent it again. */
  readonly sentAgainAt?: number;
  /** Name of the operator who asked for it, or last sent it again. */
  readonly requestedBy?: string;
  /** Name of the operator who cancelled it. */
  readonly cancelledBy?: string;
}

/** Its notification is not out. */
interface Unannounced {
  readonly announcedAt?: undefined;
  readonly endedAt?: undefined;
}

/** Its notification was accepted by SNS. */
interface Announced {
  /** Epoch milliseconds. */
  readonly announcedAt: number;
  readonly endedAt?: undefined;
}

/** Waits for its turn. */
export type Pending = CaptureFields & Unannounced & { readonly state: 'pending' };
/** In a worker's hands, for a POST or a look-up. */
export type Claimed = CaptureFields & Unannounced & { readonly state: 'claimed'; readonly leaseUntil: number };
/** Its link is safe, and not out. */
export type Created = CaptureFields & Unannounced & { readonly state: 'created'; readonly snapshot: Snapshot };
/** Its link is out: an end. */
export type Published = CaptureFields & Announced & { readonly state: 'published'; readonly snapshot: Snapshot };
/** It has failed, and its notice is not out. */
export type Failed = CaptureFields & Unannounced & { readonly state: 'failed'; readonly failure: Failure };
/** Its failure notice is out: an end. Stored with the same state as one whose notice is not. */
export type FailedAnnounced = CaptureFields & Announced & { readonly state: 'failed'; readonly failure: Failure };
/**
 * An end without a snapshot: `ignored` if there can be none, which no message says; `cancelled` if an operator wanted none
 * anymore, which a message has said. `failure` says why; what 0.1 stored may have none.
 */
export type Dropped = CaptureFields & {
  readonly state: 'ignored' | 'cancelled';
  readonly announcedAt?: undefined;
  /** Epoch milliseconds. */
  readonly endedAt: number;
};

/** One wish for evidence, from its arrival to its link or its failure notice. One ledger item. */
export type Capture = Pending | Claimed | Created | Published | Failed | FailedAnnounced | Dropped;

/** A capture for which there is still something to do. */
export type OpenCapture = Pending | Claimed | Created | Failed;

/** What a new capture is made from; the rest is the same for all. */
export type NewCapture = Omit<CaptureFields, 'version' | 'schema' | 'attempts'>;

/** A capture at the start of its road. */
export const newCapture = (fields: NewCapture): Pending => ({ ...fields, version: 1, state: 'pending', attempts: 0 });

/** A webhook body that no known shape fits: announced as a failure. Its body is kept beside it. */
export const newQuarantined = (fields: NewCapture, why: string): Failed => ({
  ...newCapture(fields),
  state: 'failed',
  failure: { code: 'quarantined', detail: why },
});

/** Whether there is still something to do for it. */
export const isOpen = (capture: Capture): capture is OpenCapture =>
  ['pending', 'claimed', 'created'].includes(capture.state) ||
  (capture.state === 'failed' && capture.announcedAt === undefined);

/** Whether a leader is to end it: claimed with it, or failed and joined to it. */
export const isFollower = (capture: Capture): capture is Claimed | Failed =>
  isOpen(capture) && (capture.state === 'claimed' || capture.state === 'failed') && capture.mergedInto !== undefined;

/** Its state for whoever looks at it: what an operator has cancelled is so from then on, not only when that is told. */
export const shownStateOf = ({ state, failure }: Capture): Capture['state'] =>
  failure?.code === 'cancelled' && state === 'failed' ? 'cancelled' : state;

/** Whether it waits for its turn. */
export const isPending = (capture: Capture): capture is Pending => capture.state === 'pending';
