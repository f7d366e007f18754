import type { CaptureFields } from '../captures/capture-fields.ts';
import type { Pending } from '../captures/capture.ts';
import { type Window, windowCovering } from '../captures/window.ts';
import { epochOf } from '../time.ts';

/** Captures that share one outcome. */
export interface Members<State> {
  /** The capture whose call and notification serve the group. */
  readonly leader: State;
  readonly followers: readonly State[];
}

/** All captures of a group, the leader first. */
export const membersOf = <State>({ leader, followers }: Members<State>): readonly [State, ...State[]] => [
  leader,
  ...followers,
];

/** Pending captures of one test and account group for one snapshot. */
export interface Group extends Members<Pending> {
  /** Epoch milliseconds before which the group is not tried. */
  readonly readyAt: number;
  /**
   * Whether a worker holds another capture of the test. The snapshot of that one will probably serve the group, too.
   */
  readonly isBusy: boolean;
}

/** The most followers of one snapshot, because its notification has to fit into one message. */
export const MAX_FOLLOWERS = 50;

/** Splits captures into groups of the size that one message can announce. The first capture of each group leads. */
export const inMessages = <State>(captures: readonly State[]): Members<State>[] => {
  const messages: Members<State>[] = [];
  for (let start = 0; start < captures.length; start += MAX_FOLLOWERS + 1) {
    const [leader, ...followers] = captures.slice(start, start + MAX_FOLLOWERS + 1);
    if (leader !== undefined) messages.push({ leader, followers });
  }
  return messages;
};

/** The window for a group's snapshot: the smallest allowed one that covers the windows of all its captures. */
export const windowOfGroup = (group: Members<CaptureFields>): Window => {
  const { leader, followers } = group;
  const { startDate, endDate } = followers.length > 0 ? (windowCovering(membersOf(group)) ?? leader) : leader;
  return { startDate, endDate };
};

/**
 * When captures that wait together may be tried, in epoch milliseconds; 0 for at once. After a failed call the test is
 * tried again at the latest `notBefore` of its captures; a capture that arrives meanwhile waits with them.
 */
export const nextTryOf = (captures: readonly Pending[]): number =>
  Math.max(...captures.map(({ notBefore = 0 }) => notBefore));

/**
 * If one message cannot hold all captures, those whose windows start first and end last go first. So the snapshot shows
 * the windows of all, and the captures without a place in the message get its link without a slot.
 */
const widestFirst = (captures: readonly Pending[]): readonly Pending[] => {
  if (captures.length <= MAX_FOLLOWERS) return captures;
  const [first] = captures.toSorted((a, b) => epochOf(a.startDate) - epochOf(b.startDate));
  const [last] = captures.toSorted((a, b) => epochOf(b.endDate) - epochOf(a.endDate));
  return [...new Set([first, last, ...captures])].filter((capture) => capture !== undefined);
};

/**
 * Groups captures of one test, given in the order of turns: the first leads, and others join while one allowed window
 * covers all. While a worker holds a capture of the same test (until `busyUntil` at most), the group waits, because
 * that snapshot will probably serve it. Captures of a refused group are tried one after the other.
 */
export const groupOf = (captures: readonly Pending[], busyUntil: number, now: number): Group[] => {
  const [leader, ...others] = captures;
  if (leader === undefined) return [];
  const members = new Set([leader]);
  for (const other of leader.alone ? [] : widestFirst(others)) {
    if (members.size <= MAX_FOLLOWERS && windowCovering([...members, other])) members.add(other);
  }
  const followers = others.filter((other) => members.has(other));
  const readyAt = Math.max(busyUntil, nextTryOf(captures));
  return [{ leader, followers, readyAt, isBusy: busyUntil > now }];
};
