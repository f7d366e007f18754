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

const waitOf = ({ notBefore = 0 }: Pending): number => notBefore;

/**
 * The first in turn leads; others join as long as one allowed window covers them all. Who waits for another try
 * holds up nobody: it joins when its time has come. While a capture of the same
 * test is in some worker's hands (until `busyUntil` at most) they wait: its snapshot is likely to serve them too.
 */
export const groupOf = (captures: readonly Pending[], busyUntil: number, now: number): Group[] => {
  const ready = captures.filter((capture) => waitOf(capture) <= now);
  const [leader, ...others] = ready.length > 0 ? ready : captures.toSorted((a, b) => waitOf(a) - waitOf(b)).slice(0, 1);
  if (leader === undefined) return [];
  const members = [leader];
  for (const other of others) {
    if (members.length <= MAX_FOLLOWERS && windowCovering([...members, other])) members.push(other);
  }
  const readyAt = Math.max(busyUntil, ...members.map(waitOf));
  return [
    {
      leader,
      followers: members.slice(1),
      readyAt,
      isBusy: busyUntil > now,
    },
  ];
};
