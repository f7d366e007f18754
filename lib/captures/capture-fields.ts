import type { Alert, Severity } from '../alerts/alert.ts';
import type { Failure } from './failure.ts';
import type { EarlierSnapshot, Snapshot } from './snapshot.ts';
import type { Window } from './window.ts';

/* The fields of a capture as the ledger stores them. `capture.ts` says which of them each state requires. */

/** Why a capture exists: a ThousandEyes alert, an operator's request, or planned evidence. */
export const CAPTURE_REASONS = ['alert', 'manual', 'schedule'] as const;
type CaptureReason = (typeof CAPTURE_REASONS)[number];

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
