import { type Capture, isPending, type Pending, type Snapshot } from '../captures/capture.ts';
import { groupKeyOf, testKeyOf } from '../captures/identity.ts';
import { epochOf } from '../time.ts';
import { type Sleeper, sleepersAmong } from './closing.ts';
import { type Group, groupOf, inMessages, MAX_FOLLOWERS, type Members, membersOf } from './groups.ts';
import { byTurn, isAskedFor } from './priority.ts';

type Source = Capture & { readonly snapshot: Snapshot };

/** Captures that one snapshot serves, with one message for all of them. */
export interface Reuse extends Members<Pending> {
  readonly source: Source;
  /** Epoch milliseconds before which more of them may come. */
  readonly readyAt: number;
}

export interface Plan {
  /** Captures that an existing snapshot serves: no slot needed. */
  readonly reuses: readonly Reuse[];
  /** What needs a snapshot; whom the next slots serve says `uses.ts`. */
  readonly groups: readonly Group[];
  /** What waits for a closing snapshot of its test, by GROUP_SAME_TEST_MINUTES. */
  readonly sleepers: readonly Sleeper[];
}

/** What is shared; in milliseconds. */
export interface PlanTerms {
  /** A snapshot that ends less than this before a capture's window ends serves it too; 0: only one that shows all of it. */
  readonly reuseMs: number;
  /** Alerts that arrive less than this after a snapshot of their test wait and share the next one; 0: nobody waits. */
  readonly groupMs: number;
}

/** A message for captures that need no snapshot waits for so long after the last of them, and after the first of them at most. */
const MORE_COME_MS = 5000;
const LONGEST_WAIT_MS = 20_000;

/** A link that is handed out once more should work for at least a day. */
const MIN_LIFETIME_MS = 24 * 60 * 60_000;

/**
 * What to capture next. Pure: the same captures give the same plan on every worker.
 *
 * @param captures what is known, in any state; captures whose test is still unknown have no place in it
 * @param now epoch milliseconds: a snapshot that expires soon serves nobody anymore
 */
export const planCaptures = (captures: readonly Capture[], { reuseMs, groupMs }: PlanTerms, now: number): Plan => {
  const sources = captures
    .filter(hasOwnSnapshot)
    .filter(({ snapshot }) => epochOf(snapshot.expiresAt) - now >= MIN_LIFETIME_MS)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const served = new Map<Source, Pending[]>();
  const unserved: Pending[] = [];
  /** By test and account group; one that is not to be merged stands on its own. */
  const waiting = new Map<string, { readonly key: string | undefined; readonly members: Pending[] }>();
  const busyUntil = new Map<string | undefined, number>();
  for (const capture of captures) {
    if (capture.state !== 'claimed') continue;
    const key = testKeyOf(capture);
    busyUntil.set(key, Math.max(busyUntil.get(key) ?? 0, capture.leaseUntil));
  }

  for (const capture of captures.filter(isPending).toSorted(byTurn)) {
    const key = testKeyOf(capture);
    if (key === undefined) continue;
    const source = sources.find((candidate) => testKeyOf(candidate) === key && serves(candidate, capture, reuseMs));
    if (source) served.set(source, [...(served.get(source) ?? []), capture]);
    else unserved.push(capture);
  }
  const sleepers = sleepersAmong(unserved, captures, groupMs, now);
  const asleep = new Set(sleepers.map(({ capture }) => capture));
  for (const capture of unserved.filter((it) => !asleep.has(it))) {
    const group = waiting.get(groupKeyOf(capture)) ?? { key: testKeyOf(capture), members: [] };
    group.members.push(capture);
    waiting.set(groupKeyOf(capture), group);
  }
  const groups = [...waiting.values()].flatMap(({ key, members }) => groupOf(members, busyUntil.get(key) ?? 0, now));
  return { reuses: [...served].flatMap(([source, members]) => reusesOf(source, members)), groups, sleepers };
};

/** A message for as many as it can tell of. Nobody who asked for it himself waits for others. */
const reusesOf = (source: Source, captures: readonly Pending[]): Reuse[] =>
  inMessages(captures).map((members) => {
    const arrivals = membersOf(members).map(({ receivedAt }) => receivedAt);
    const readyAt = Math.min(Math.min(...arrivals) + LONGEST_WAIT_MS, Math.max(...arrivals) + MORE_COME_MS);
    const isAwaited = members.followers.length === MAX_FOLLOWERS || membersOf(members).some(isAskedFor);
    return { leader: members.leader, followers: members.followers, source, readyAt: isAwaited ? 0 : readyAt };
  });

const hasOwnSnapshot = (capture: Capture): capture is Source =>
  capture.snapshot?.link !== undefined && capture.reusedFrom === undefined && capture.mergedInto === undefined;

/** Whether `source`'s snapshot shows all that `capture` is to show, but for less than the last `reuseMs`. */
const serves = ({ snapshot }: { readonly snapshot: Snapshot }, capture: Capture, reuseMs: number): boolean => {
  const missingMs = epochOf(capture.endDate) - epochOf(snapshot.endDate);
  return epochOf(snapshot.startDate) <= epochOf(capture.startDate) && (missingMs <= 0 || missingMs < reuseMs);
};
