import type { Severity } from '../alerts/alert.ts';
import type { Capture } from '../captures/capture.ts';
import type { UncoveredStart } from '../captures/uncovered-start.ts';

/** One alert of the event, with the fields by which a ticket system finds its ticket. */
export interface NotifiedAlert {
  readonly captureId: string;
  readonly transition: 'trigger' | 'clear';
  readonly testId?: string | undefined;
  readonly alertId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly ruleId?: string | undefined;
  readonly ruleName?: string | undefined;
  readonly alertType?: string | undefined;
  readonly severity: Severity;
  readonly startedAt?: string | undefined;
  readonly permalink?: string | undefined;
}

/** An earlier snapshot of the same test, with the fields of its link. */
export interface NotifiedSnapshot extends LinkFields {
  readonly captureId: string;
  /** The alert, if this is the snapshot of a trigger. */
  readonly alertId?: string | undefined;
  readonly startDate: string;
  readonly endDate: string;
  /** The capture on the board; absent if the worker does not know the address. */
  readonly captureUrl?: string | undefined;
}

/** The fields about a snapshot's link. */
export interface LinkFields {
  readonly link?: string | undefined;
  /** A link exists, but opens without a login, or may do so, and LINK_VISIBILITY=login keeps it off the topic. */
  readonly linkWithheld?: true | undefined;
  /** ThousandEyes' id of the snapshot. The host of a share link may contain it, so it is absent whenever the link is. */
  readonly snapshotId?: string | undefined;
  readonly expiresAt?: string | undefined;
  /** Present if `expiresAt` is not certain. It is certain for share links only. */
  readonly expiresAtNote?: string | undefined;
  readonly visibility?: 'public' | 'private' | 'unknown' | undefined;
  /** Whether the link needs a login; absent if unknown. */
  readonly needsLogin?: boolean | undefined;
}

/** The machine-readable event, version 1. Later releases may add fields, but change the meaning of none. */
export interface NotificationEvent extends LinkFields {
  readonly version: 1;
  readonly captureId: string;
  /** All captures of this message, `captureId` first. Captures of operators and schedules may be merged, too. */
  readonly captureIds: readonly string[];
  readonly status: 'created' | 'reused' | 'failed';
  readonly reason: Capture['reason'];
  readonly severity: Severity;
  readonly testId?: string | undefined;
  readonly testName?: string | undefined;
  readonly aid?: string | undefined;
  /** The operators who requested any of these captures, or sent them again, separated by commas. */
  readonly requestedBy?: string | undefined;
  /** The operators who cancelled any of these captures, separated by commas. */
  readonly cancelledBy?: string | undefined;
  readonly startDate: string;
  readonly endDate: string;
  /** The address of the capture, on the board and in the operator API; absent if the worker does not know it. */
  readonly captureUrl?: string | undefined;
  /** The address of all evidence of the alert, now and later; also absent if the alert has no id. */
  readonly evidenceUrl?: string | undefined;
  readonly alerts: readonly NotifiedAlert[];
  /** The newest snapshot of the test that a schedule requested. It is no statement that the test was healthy then. */
  readonly baseline?: NotifiedSnapshot | undefined;
  /** The snapshots of the triggers, if this message is about clears. */
  readonly triggerSnapshots?: readonly NotifiedSnapshot[] | undefined;
  readonly error?: { readonly code: string; readonly detail: string; readonly advice: string } | undefined;
  readonly possibleDuplicate?: true | undefined;
  /** The start of the alert, if it is before the range. `request` is the body of a `POST /captures` that covers it. */
  readonly notCovered?: UncoveredStart | undefined;
}
