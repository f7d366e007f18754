import type { Alert, Severity } from '../alerts/alert.ts';
import type { Window } from './window.ts';

/** Why a capture exists: a ThousandEyes alert, an operator's request, or planned evidence. */
export const CAPTURE_REASONS = ['alert', 'manual', 'schedule'] as const;
type CaptureReason = (typeof CAPTURE_REASONS)[number];

/**
 * `pending → claimed → created → published`; other ends: `failed` and `cancelled`, both announced, and `ignored`, which
 * is not.
 */
export const CAPTURE_STATES = [
  'pending',
  'claimed',
  'created',
  'published',
  'failed',
  'ignored',
  'cancelled',
] as const satisfies readonly Capture['state'][];

/** Why a capture failed. `failure-advice.ts` says what an operator can do about each code. */
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

/** A snapshot, as far as the answer to its creation describes it. `link` is a key to the data: never log it. */
export interface Snapshot extends Window {
  /** ThousandEyes' id of the snapshot; absent if the answer had none. */
  readonly id?: string;
  /** Absent if the answer had none: the snapshot exists, and an operator has to find it in ThousandEyes. */
  readonly link?: string;
  /** ISO 8601, 30 days after the creation. It is certain only for a share link. */
  readonly expiresAt: string;
  /** The kind of link in the answer. For a link into the app, `needsLogin` in `link-kind.ts` is more reliable. */
  readonly visibility: 'public' | 'private' | 'unknown';
}

/** A snapshot of the same test, made earlier for another capture. */
export interface EarlierSnapshot {
  readonly captureId: string;
  /** The alert that it is for, where it is that of a trigger. */
  readonly alertId?: string;
  readonly snapshot: Snapshot;
}

/** The wait of an alert whose test got a snapshot for another alert less than GROUP_SAME_TEST_MINUTES before. */
export interface Grouped {
  /** Epoch milliseconds at which the closing snapshot, one for all waiting alerts of the test, is due. */
  readonly until: number;
  /** The capture with the earlier snapshot. */
  readonly openedBy: string;
  /** ISO 8601 in UTC: the end of the earlier snapshot's range. */
  readonly showsUntil: string;
}

/** One capture in the notification of a merged snapshot. */
export interface CoveredCapture {
  readonly captureId: string;
  readonly severity: Severity;
  readonly alert?: Alert;
  readonly requestedBy?: string;
  readonly cancelledBy?: string;
}

/** The fields that a capture may have in any state. */
export interface CaptureFields extends Window {
  readonly id: string;
  /** Counts the writes. Every transition is conditional on it, so of two writers one wins. */
  readonly version: number;
  /** The layout of the stored item; present only if a newer version of this code wrote it. */
  readonly schema?: number;
  readonly reason: CaptureReason;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly severity: Severity;
  readonly testId?: string;
  readonly testName?: string;
  readonly aid?: string;
  readonly displayName?: string;
  /** A digest of the operator's request. It detects a different request under the same Idempotency-Key. */
  readonly fingerprint?: string;
  readonly alert?: Alert;
  /** The POSTs charged so far; the look-ups, while there is no test id. */
  readonly attempts: number;
  /** Epoch milliseconds before which the capture is not tried again. */
  readonly notBefore?: number;
  /**
   * Present if the capture waits or has waited for the closing snapshot of its test. A version without this field
   * captures it at once.
   */
  readonly grouped?: Grouped;
  /** Epoch milliseconds: the end of the lease, or of a failure's wait for the rest of its message. */
  readonly leaseUntil?: number;
  /** A POST whose answer was lost may have created a snapshot. */
  readonly possibleDuplicate?: true;
  readonly snapshot?: Snapshot;
  /** Of a clear: the captures of its episode's triggers, the first one first. */
  readonly triggers?: readonly string[];
  /** The newest snapshot of its test that a schedule asked for, when its own was created. */
  readonly baseline?: EarlierSnapshot;
  /** What the triggers of the clears that its snapshot is for have, when it was created. */
  readonly triggerSnapshots?: readonly EarlierSnapshot[];
  /** The capture whose earlier snapshot serves this one, so that this one needs no slot. */
  readonly reusedFrom?: string;
  /** The capture that this one is merged into: one snapshot and one notification for both. */
  readonly mergedInto?: string;
  /** The followers that are merged into this capture. */
  readonly covers?: readonly CoveredCapture[];
  readonly failure?: Failure;
  /** Epoch milliseconds of the last try that closed the gate and charged no attempt. */
  readonly triedAt?: number;
  /** ThousandEyes refused a call for this capture's group, so the capture is not merged again. */
  readonly alone?: true;
  /** The signature of that refusal. If the capture's own call is refused the same way, the whole group fails. */
  readonly refusal?: string;
  /** Epoch milliseconds at which an operator last sent the capture again. */
  readonly sentAgainAt?: number;
  /** Name of the operator who requested the capture, or last sent it again. */
  readonly requestedBy?: string;
  /** Name of the operator who cancelled the capture. */
  readonly cancelledBy?: string;
}

/** A capture whose notification SNS has not accepted yet. */
interface Unannounced {
  readonly announcedAt?: undefined;
  readonly endedAt?: undefined;
}

/** A capture whose notification SNS has accepted. */
interface Announced {
  /** Epoch milliseconds. */
  readonly announcedAt: number;
  readonly endedAt?: undefined;
}

/** A capture that waits for its turn. */
export type Pending = CaptureFields & Unannounced & { readonly state: 'pending' };
/** A capture that a worker holds, for a POST or a look-up. */
export type Claimed = CaptureFields & Unannounced & { readonly state: 'claimed'; readonly leaseUntil: number };
/** A capture whose snapshot is stored and not announced yet. */
export type Created = CaptureFields & Unannounced & { readonly state: 'created'; readonly snapshot: Snapshot };
/** A capture whose snapshot is announced: an end. */
export type Published = CaptureFields & Announced & { readonly state: 'published'; readonly snapshot: Snapshot };
/** A failed capture whose failure notice is not announced yet. */
export type Failed = CaptureFields & Unannounced & { readonly state: 'failed'; readonly failure: Failure };
/** A failed capture whose failure notice is announced: an end. It is stored with the same state as `Failed`. */
export type FailedAnnounced = CaptureFields & Announced & { readonly state: 'failed'; readonly failure: Failure };
/**
 * An end without a snapshot: `ignored` (there can be none, and no message says so) or `cancelled` (by an operator, and
 * announced). `failure` gives the reason; captures that version 0.1 stored may lack it.
 */
export type Dropped = CaptureFields & {
  readonly state: 'ignored' | 'cancelled';
  readonly announcedAt?: undefined;
  /** Epoch milliseconds. */
  readonly endedAt: number;
};

/** One request for evidence, from its arrival to its link or its failure notice. It is one item of the ledger. */
export type Capture = Pending | Claimed | Created | Published | Failed | FailedAnnounced | Dropped;

/** A capture that still needs work. */
export type OpenCapture = Pending | Claimed | Created | Failed;

/** The fields that a new capture is made from; the others start the same for all. */
export type NewCapture = Omit<CaptureFields, 'version' | 'schema' | 'attempts'>;

/** Makes a capture in its first state. */
export const newCapture = (fields: NewCapture): Pending => ({ ...fields, version: 1, state: 'pending', attempts: 0 });

/** Makes the capture of a webhook body in quarantine: a failure to announce. The ledger keeps the body beside it. */
export const newQuarantined = (fields: NewCapture, why: string): Failed => ({
  ...newCapture(fields),
  state: 'failed',
  failure: { code: 'quarantined', detail: why },
});

/** Whether the capture still needs work. */
export const isOpen = (capture: Capture): capture is OpenCapture =>
  ['pending', 'claimed', 'created'].includes(capture.state) ||
  (capture.state === 'failed' && capture.announcedAt === undefined);

/** Whether a leader has to end the capture: it is claimed with the leader, or is a failure that joined it. */
export const isFollower = (capture: Capture): capture is Claimed | Failed =>
  isOpen(capture) && (capture.state === 'claimed' || capture.state === 'failed') && capture.mergedInto !== undefined;

/** The state to show. A capture that an operator cancels shows `cancelled` at once, not only after its message. */
export const shownStateOf = ({ state, failure }: Capture): Capture['state'] =>
  failure?.code === 'cancelled' && state === 'failed' ? 'cancelled' : state;

/** Whether the capture waits for its turn. */
export const isPending = (capture: Capture): capture is Pending => capture.state === 'pending';
