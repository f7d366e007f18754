import type { CaptureFields } from './capture-fields.ts';
import type { Failure } from './failure.ts';
import type { Snapshot } from './snapshot.ts';

/* A capture: its states as types, its first version, and what its state means. */

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
