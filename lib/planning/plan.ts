import { type Capture, type Snapshot, groupKeyOf, testKeyOf } from '../captures/capture.ts';
import { epochOf } from '../time.ts';
import { byTurn } from './priority.ts';
import { type Window, windowCovering } from '../captures/window.ts';

/** Pending captures of one test and account group that one snapshot is to serve. */
export interface Group {
  readonly leader: Capture;
  readonly followers: readonly Capture[];
  /** Epoch milliseconds before which none of them is to be tried. */
  readonly readyAt: number;
  /** Another capture of their test is in some worker's hands: its snapshot is likely to serve them too. */
  readonly isBusy: boolean;
}

export interface Reuse {
  readonly capture: Capture;
  readonly source: Capture & { readonly snapshot: Snapshot };
}

export interface Plan {
  /** Captures that an existing snapshot serves: no slot needed. */
  readonly reuses: readonly Reuse[];
  /** What needs a snapshot, in the order of turns. */
  readonly groups: readonly Group[];
}

/** One snapshot serves at most this many captures: its notification has to fit into one message. */
export const MAX_FOLLOWERS = 50;

/** A link that is handed out once more should work for at least a day. */
const MIN_LIFETIME_MS = 24 * 60 * 60_000;

/**
 * What to capture next. Pure: the same captures give the same plan on every worker.
 *
 * @param captures what is known, in any state; captures whose test is still unknown have no place in it
 * @param reuseMs a snapshot that ends less than this before a capture's window ends serves it too
 * @param now epoch milliseconds: a snapshot that expires soon serves nobody anymore
 */
export const planCaptures = (captures: readonly Capture[], reuseMs: number, now: number): Plan => {
  const sources = captures
    .filter(hasOwnSnapshot)
    .filter(({ snapshot }) => epochOf(snapshot.expiresAt) - now >= MIN_LIFETIME_MS)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const reuses: Reuse[] = [];
  /** By test and account group; one that is not to be merged stands on its own. */
  const waiting = new Map<string, { readonly key: string; readonly members: Capture[] }>();
  const busyUntil = new Map<string | undefined, number>();
  for (const capture of captures) {
    if (capture.state !== 'claimed') continue;
    const key = testKeyOf(capture);
    busyUntil.set(key, Math.max(busyUntil.get(key) ?? 0, capture.leaseUntil ?? 0));
  }

  for (const capture of captures.filter(({ state }) => state === 'pending').toSorted(byTurn)) {
    const key = testKeyOf(capture);
    if (key === undefined) continue;
    const source = sources.find((candidate) => testKeyOf(candidate) === key && serves(candidate, capture, reuseMs));
    if (source) reuses.push({ capture, source });
    else {
      const group = waiting.get(groupKeyOf(capture)) ?? { key, members: [] };
      group.members.push(capture);
      waiting.set(groupKeyOf(capture), group);
    }
  }
  const groups = [...waiting.values()].flatMap(({ key, members }) => groupOf(members, busyUntil.get(key) ?? 0, now));
  return { reuses, groups };
};

/** What the snapshot of these captures shows: the smallest allowed window that covers all of theirs. */
export const windowOfGroup = ({ leader, followers }: Pick<Group, 'leader' | 'followers'>): Window => {
  const { startDate, endDate } = followers.length > 0 ? (windowCovering([leader, ...followers]) ?? leader) : leader;
  return { startDate, endDate };
};

const hasOwnSnapshot = (capture: Capture): capture is Capture & { readonly snapshot: Snapshot } =>
  capture.snapshot !== undefined && capture.reusedFrom === undefined && capture.mergedInto === undefined;

const waitOf = ({ notBefore = 0 }: Capture): number => notBefore;

/** Whether `source`'s snapshot shows what `capture` is to show, but for the last `reuseMs` at most. */
const serves = ({ snapshot }: { readonly snapshot: Snapshot }, capture: Capture, reuseMs: number): boolean =>
  epochOf(snapshot.startDate) <= epochOf(capture.startDate) &&
  epochOf(capture.endDate) - epochOf(snapshot.endDate) < reuseMs;

/**
 * The first in turn leads; others join as long as one allowed window covers them all. Who waits for another try
 * holds up nobody: it joins when its time has come. While a capture of the same
 * test is in some worker's hands (until `busyUntil` at most) they wait: its snapshot is likely to serve them too.
 */
const groupOf = (captures: readonly Capture[], busyUntil: number, now: number): Group[] => {
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
