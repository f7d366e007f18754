import { type Capture, isPending, type Pending } from '../captures/capture.ts';
import { groupKeyOf } from '../captures/identity.ts';
import { closingDueAtOf, storedSleepers } from './closing.ts';
import { nextTryOf } from './groups.ts';
import { byTurn } from './priority.ts';
import { nthCallAt, type Quota } from './quota.ts';
import { inOrderOfUse, nextUseOf } from './uses.ts';

/** Pending captures that one snapshot will probably serve, and when its call may be made. */
export interface Turn {
  /** The leader is first. */
  readonly captures: readonly [Pending, ...Pending[]];
  /** Epoch milliseconds. It is an estimate, because a failed call uses a slot too. */
  readonly dueAt: number;
  /** Present if the captures wait for the closing snapshot of their test. */
  readonly isClosing?: true;
}

/** When each capture with a turn is due (epoch milliseconds), by the capture's id. */
export const dueTimesOf = (turns: readonly Turn[]): ReadonlyMap<string, number> =>
  new Map(turns.flatMap(({ captures, dueAt }) => captures.map(({ id }) => [id, dueAt] as const)));

/**
 * The waiting captures in order, with the times when they are due. Captures of one test share a turn, as the plan
 * merges them; a capture that backs off is due no earlier than its next try. Alerts that wait for a closing snapshot
 * come last, because they delay no others until they are due.
 *
 * @param open open captures in any state; only the pending ones have a turn
 * @param periodMs SNAPSHOT_LIMIT_SECONDS in milliseconds
 * @param now epoch milliseconds
 */
export const turnsOf = (open: readonly Capture[], quota: Quota, periodMs: number, now: number): Turn[] => {
  const pending = open.filter(isPending).toSorted(byTurn);
  const sleepers = storedSleepers(pending, now);
  const asleep = new Set<Capture>(sleepers.map(({ capture }) => capture));
  const groups = groupsOf(pending.filter((capture) => !asleep.has(capture)));
  const turns = inOrderOfUse(groups, (captures) => captures, nextUseOf(quota)).map((captures, index): Turn => {
    return { captures, dueAt: Math.max(nextTryOf(captures), nthCallAt(quota, index, periodMs, now)) };
  });
  const closings = groupsOf(sleepers.map(({ capture }) => capture)).map((captures): Turn => {
    const dueAt = closingDueAtOf(sleepers.filter(({ capture }) => captures.includes(capture)));
    return { captures, dueAt: Math.max(dueAt, nthCallAt(quota, 0, periodMs, now)), isClosing: true };
  });
  return [...turns, ...closings.toSorted((a, b) => a.dueAt - b.dueAt)];
};

const groupsOf = (captures: readonly Pending[]): [Pending, ...Pending[]][] => {
  const groups = new Map<string, [Pending, ...Pending[]]>();
  for (const capture of captures) {
    const key = groupKeyOf(capture);
    const group = groups.get(key);
    if (group) group.push(capture);
    else groups.set(key, [capture]);
  }
  return [...groups.values()];
};
