import { type Capture, isPending, type Pending } from '../captures/capture.ts';
import type { Snapshot } from '../captures/snapshot.ts';
import { groupKeyOf, testKeyOf } from '../captures/identity.ts';
import { epochOf } from '../time.ts';
import { type Sleeper, sleepersAmong } from './closing.ts';
import { type Group, groupOf, inMessages, MAX_FOLLOWERS, type Members, membersOf } from './groups.ts';
import { byTurn, isAskedFor } from './priority.ts';

type Source = Capture & { readonly snapshot: Snapshot };

/** Captures that one snapshot serves, with one message for all of them. */
export interface Reuse extends Members<Pending> {
  readonly source: Source;
  /** Epoch milliseconds until which the message waits for more captures. */
  readonly readyAt: number;
}

export interface Plan {
  /** Captures that an existing snapshot serves; they need no slot. */
  readonly reuses: readonly Reuse[];
  /** Groups that need a snapshot. `uses.ts` decides which of them the next slots serve. */
  readonly groups: readonly Group[];
  /** Alerts that wait for a closing snapshot of their test, by GROUP_SAME_TEST_MINUTES. */
  readonly sleepers: readonly Sleeper[];
}

/** The rules for shared snapshots, in milliseconds. */
export interface PlanTerms {
  /**
   * The part of a capture's window, at its end, that a reused snapshot may lack; with 0 the snapshot has to show all.
   */
  readonly reuseMs: number;
  /** Alerts that arrive less than this after a snapshot of their test share the next one; with 0 none waits. */
  readonly groupMs: number;
}

/**
 * A message about a reused snapshot waits this long for more captures: after the last one, and at most after the first
 * one.
 */
const MORE_COME_MS = 5000;
const LONGEST_WAIT_MS = 20_000;

/** A reused link has to stay valid for at least a day. */
const MIN_LIFETIME_MS = 24 * 60 * 60_000;

/**
 * What to capture next. It is pure: the same captures give the same plan on every worker.
 *
 * @param captures known captures in any state; a capture without a known test has no place in the plan
 * @param now epoch milliseconds: a snapshot that expires soon is not reused
 */
export const planCaptures = (captures: readonly Capture[], { reuseMs, groupMs }: PlanTerms, now: number): Plan => {
  const sources = captures
    .filter(hasOwnSnapshot)
    .filter(({ snapshot }) => epochOf(snapshot.expiresAt) - now >= MIN_LIFETIME_MS)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const served = new Map<Source, Pending[]>();
  const unserved: Pending[] = [];
  /** By group key. A capture that may not be merged has a group of its own. */
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

/** Makes the messages of one source. A capture that an operator requested does not wait for others. */
const reusesOf = (source: Source, captures: readonly Pending[]): Reuse[] =>
  inMessages(captures).map((members) => {
    const arrivals = membersOf(members).map(({ receivedAt }) => receivedAt);
    const readyAt = Math.min(Math.min(...arrivals) + LONGEST_WAIT_MS, Math.max(...arrivals) + MORE_COME_MS);
    const isAwaited = members.followers.length === MAX_FOLLOWERS || membersOf(members).some(isAskedFor);
    return { leader: members.leader, followers: members.followers, source, readyAt: isAwaited ? 0 : readyAt };
  });

const hasOwnSnapshot = (capture: Capture): capture is Source =>
  capture.snapshot?.link !== undefined && capture.reusedFrom === undefined && capture.mergedInto === undefined;

/** Whether the snapshot shows the capture's whole window, except less than `reuseMs` at its end. */
const serves = ({ snapshot }: { readonly snapshot: Snapshot }, capture: Capture, reuseMs: number): boolean => {
  const missingMs = epochOf(capture.endDate) - epochOf(snapshot.endDate);
  return epochOf(snapshot.startDate) <= epochOf(capture.startDate) && (missingMs <= 0 || missingMs < reuseMs);
};
