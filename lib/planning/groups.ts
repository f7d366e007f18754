import type { CaptureFields, Pending } from '../captures/capture.ts';
import { type Window, windowCovering } from '../captures/window.ts';

/** Captures that share what comes of them. */
export interface Members<State> {
  /** It has the call and the notification. */
  readonly leader: State;
  readonly followers: readonly State[];
}

/** All of them, the leader first. */
export const membersOf = <State>({ leader, followers }: Members<State>): readonly State[] => [leader, ...followers];

/** Pending captures of one test and account group that one snapshot is to serve. */
export interface Group extends Members<Pending> {
  /** Epoch milliseconds before which none of them is to be tried. */
  readonly readyAt: number;
  /** Another capture of their test is in some worker's hands: its snapshot is likely to serve them too. */
  readonly isBusy: boolean;
}

/** One snapshot serves at most this many captures: its notification has to fit into one message. */
export const MAX_FOLLOWERS = 50;

/** As many together as one message can tell of; the first of each leads. */
export const inMessages = <State>(captures: readonly State[]): Members<State>[] => {
  const messages: Members<State>[] = [];
  for (let start = 0; start < captures.length; start += MAX_FOLLOWERS + 1) {
    const [leader, ...followers] = captures.slice(start, start + MAX_FOLLOWERS + 1);
    if (leader !== undefined) messages.push({ leader, followers });
  }
  return messages;
};

/** What the snapshot of these captures shows: the smallest allowed window that covers all of theirs. */
export const windowOfGroup = (group: Members<CaptureFields>): Window => {
  const { leader, followers } = group;
  const { startDate, endDate } = followers.length > 0 ? (windowCovering(membersOf(group)) ?? leader) : leader;
  return { startDate, endDate };
};

/**
 * When captures that wait together may be tried, as epoch milliseconds; 0 for at once. A test whose last call failed is
 * tried again when its time has come, the latest that any of them waits for: what arrives meanwhile waits with them.
 */
export const nextTryOf = (captures: readonly Pending[]): number =>
  Math.max(...captures.map(({ notBefore = 0 }) => notBefore));

/**
 * The first in turn leads; others join as long as one allowed window covers them all. While a capture of the same test is
 * in some worker's hands (until `busyUntil` at most) they wait: its snapshot is likely to serve them. Those of a group
 * that was refused are tried one after the other.
 */
export const groupOf = (captures: readonly Pending[], busyUntil: number, now: number): Group[] => {
  const [leader, ...others] = captures;
  if (leader === undefined) return [];
  const members = [leader];
  for (const other of leader.alone ? [] : others) {
    if (members.length <= MAX_FOLLOWERS && windowCovering([...members, other])) members.push(other);
  }
  const readyAt = Math.max(busyUntil, nextTryOf(captures));
  return [{ leader, followers: members.slice(1), readyAt, isBusy: busyUntil > now }];
};
