import type { Severity } from '../alerts/alert.ts';
import type { Capture } from '../captures/capture.ts';
import type { UncoveredStart } from '../captures/uncovered-start.ts';

/** One alert in the event: what a ticket system needs to find its ticket. */
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

/** A snapshot of the same test that was made earlier, with what is said of any link. */
export interface NotifiedSnapshot extends LinkFields {
  readonly captureId: string;
  /** Of a trigger's snapshot: the alert. */
  readonly alertId?: string | undefined;
  readonly startDate: string;
  readonly endDate: string;
  /** The capture on the board; absent if the worker does not know the address. */
  readonly captureUrl?: string | undefined;
}

/** What is said of a snapshot's link. */
export interface LinkFields {
  readonly link?: string | undefined;
  /** There is a link, and LINK_VISIBILITY=login keeps it off the topic: it opens without a login, or may. */
  readonly linkWithheld?: true | undefined;
  /** ThousandEyes' id of the snapshot. A share link's host may hold it, so it is absent as the link is. */
  readonly snapshotId?: string | undefined;
  readonly expiresAt?: string | undefined;
  /** Present if `expiresAt` is no fact: it is one for share links only. */
  readonly expiresAtNote?: string | undefined;
  readonly visibility?: 'public' | 'private' | 'unknown' | undefined;
  /** Whether the link needs a login; absent if nothing says so. */
  readonly needsLogin?: boolean | undefined;
}

/** The machine-readable event, version 1. Fields may be added; none changes its meaning within a version. */
export interface NotificationEvent extends LinkFields {
  readonly version: 1;
  readonly captureId: string;
  /** All captures that this message is about, that one first: an operator's request or a schedule may be merged, too. */
  readonly captureIds: readonly string[];
  readonly status: 'created' | 'reused' | 'failed';
  readonly reason: Capture['reason'];
  readonly severity: Severity;
  readonly testId?: string | undefined;
  readonly testName?: string | undefined;
  readonly aid?: string | undefined;
  /** The operators who asked for any of these captures, or sent them again; several with commas between them. */
  readonly requestedBy?: string | undefined;
  /** The operators who cancelled any of them. */
  readonly cancelledBy?: string | undefined;
  readonly startDate: string;
  readonly endDate: string;
  /** The capture on the board, and in the operator API for machines; absent if the worker does not know the address. */
  readonly captureUrl?: string | undefined;
  /** All that there is of the capture's alert, now and later; absent if the alert has no id, too. */
  readonly evidenceUrl?: string | undefined;
  readonly alerts: readonly NotifiedAlert[];
  /** The newest snapshot of the test that a schedule asked for: what it showed at that time, and no statement that it was healthy. */
  readonly baseline?: NotifiedSnapshot | undefined;
  /** Of clears: the snapshots that their triggers have. */
  readonly triggerSnapshots?: readonly NotifiedSnapshot[] | undefined;
  readonly error?: { readonly code: string; readonly detail: string; readonly advice: string } | undefined;
  readonly possibleDuplicate?: true | undefined;
  /** The start of the alert, if it lies before the range; `request` is the body of a `POST /captures` that shows it. */
  readonly notCovered?: UncoveredStart | undefined;
}
