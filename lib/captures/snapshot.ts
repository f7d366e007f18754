import type { Window } from './window.ts';

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
