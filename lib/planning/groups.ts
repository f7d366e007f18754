import type { CaptureFields, Pending } from '../captures/capture.ts';
import { type Window, windowCovering } from '../captures/window.ts';

/** Pending captures of one test and account group that one snapshot is to serve. */
export interface Group {
  readonly leader: Pending;
  readonly followers: readonly Pending[];
  /** Epoch milliseconds before which none of them is to be tried. */
  readonly readyAt: number;
  /** Another capture of their test is in some worker's hands: its snapshot is likely to serve them too. */
  readonly isBusy: boolean;
}

/** One snapshot serves at most this many captures: its notification has to fit into one message. */
export const MAX_FOLLOWERS = 50;

/** A group's captures, in whatever state. */
interface Members {
  readonly leader: CaptureFields;
  readonly followers: readonly CaptureFields[];
}

/** What the snapshot of these captures shows: the smallest allowed window that covers all of theirs. */
export const windowOfGroup = ({ leader, followers }: Members): Window => {
  const { startDate, endDate } = followers.length > 0 ? (windowCovering([leader, ...followers]) ?? leader) : leader;
  return { startDate, endDate };
};

/**
 * The first in turn leads; others join as long as one allowed window covers them all. A test whose last call failed is
 * tried again when its time has come, the latest that any of them waits for, all of its captures together: what arrives meanwhile waits with them. While a
 * capture of the same test is in some worker's hands (until `busyUntil` at most) they wait too: its snapshot is likely to
 * serve them. Those of a group that was refused are tried one after the other.
 */
export const groupOf = (captures: readonly Pending[], busyUntil: number, now: number): Group[] => {
  const [leader, ...others] = captures;
  if (leader === undefined) return [];
  const members = [leader];
  for (const other of leader.alone ? [] : others) {
    if (members.length <= MAX_FOLLOWERS && windowCovering([...members, other])) members.push(other);
  }
  const nextTries = captures.flatMap(({ notBefore }) => notBefore ?? []);
  const readyAt = Math.max(busyUntil, ...nextTries);
  return [{ leader, followers: members.slice(1), readyAt, isBusy: busyUntil > now }];
};
