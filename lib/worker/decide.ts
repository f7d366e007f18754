import { type Capture, type Claimed, type Failed, isFollower, isPending, type Pending } from '../captures/capture.ts';
import { closingDueAtOf, type Sleeper } from '../planning/closing.ts';
import { type End, endsOf } from '../planning/ends.ts';
import { type Group, type Members, membersOf } from '../planning/groups.ts';
import { planCaptures, type Reuse } from '../planning/plan.ts';
import { inOrderOfProbe } from '../planning/probe.ts';
import { freeSlots, LOOKUPS, nextSlotAt, type Quota, type Slot } from '../planning/quota.ts';
import { type Held, heldUntil, tellingsOf, type Untold } from '../planning/tellings.ts';
import { isAbandoned } from '../planning/upkeep.ts';
import { inOrderOfUse, nextUseOf } from '../planning/uses.ts';
import type { WorkerSettings } from './context.ts';
import type { Sight } from './ledger-view.ts';
import { type Read, readsFirst } from './reads-first.ts';

/** One thing that can be done now, as data. The tasks of one decision are independent of each other. */
export type Task =
  | { readonly kind: 'recover'; readonly capture: Claimed | Failed }
  | ({ readonly kind: 'fail' } & End)
  | { readonly kind: 'reuse'; readonly reuse: Reuse }
  | { readonly kind: 'group'; readonly sleeper: Sleeper }
  | { readonly kind: 'gather'; readonly members: Members<Failed> }
  | { readonly kind: 'hold'; readonly held: Held }
  /** Candidates for one message: the first one that no other worker has announced gets it. */
  | { readonly kind: 'tell'; readonly captures: readonly [Untold, ...Untold[]] }
  | { readonly kind: 'look-up'; readonly captures: readonly Pending[] }
  | { readonly kind: 'take-snapshot'; readonly group: Group; readonly slot: Slot }
  | Read;

export interface Decision {
  readonly tasks: readonly Task[];
  /** If there are no tasks: epoch milliseconds at which something can be done; undefined if nothing is left to do. */
  readonly nextAt?: number;
}

/**
 * How often the worker looks again for a snapshot that another worker is making. That call takes from one to twenty
 * seconds.
 */
const BUSY_LOOK_MS = 2500;

/**
 * The tasks for now: recover abandoned captures, end captures that need no call, reuse snapshots, announce, look up
 * unknown tests, and take a snapshot for each free slot. It is pure: the same sight gives the same decision on every
 * worker.
 *
 * @param mayCall whether the invocation has time left for a call
 * @param now epoch milliseconds
 */
export const decide = (sight: Sight, settings: WorkerSettings, mayCall: boolean, now: number): Decision => {
  const { quota } = sight;
  const ends = endsOf(sight.captures.filter(isPending), quota.gate, settings.giveUpMs, now);
  const ended = new Set(ends.flatMap(({ group }) => membersOf(group)).map(({ id }) => id));
  const captures = sight.captures.filter(({ id }) => !ended.has(id));
  const { reuses, groups, sleepers } = planCaptures(captures, settings, now);
  const pending = captures.filter(isPending);
  const free = freeSlots(quota, now);
  const ready = groups.filter(({ readyAt }) => readyAt <= now);
  const turns = inOrderOfUse(ready, membersOf, nextUseOf(quota));
  const next = (quota.gate.strikes > 0 ? inOrderOfProbe(turns, quota.gate) : turns).slice(0, free.length);

  const inPages = ready.filter(({ leader }) => !sight.beyond.has(leader.id));
  const reads = readsFirst(sight, pending, inPages.length < Math.max(1, free.length), next, settings, now);
  if (reads.length > 0) return { tasks: reads };

  const unresolved = pending.filter(({ testId }) => testId === undefined);
  const calls = mayCall ? callsOf(next, free, unresolved, quota, now) : [];
  const { ready: untold, ...company } = tellingsOf(captures, quota.topic, now);
  const tasks: Task[] = [
    ...captures.flatMap((capture) => (isLeft(capture, now) ? [{ kind: 'recover', capture } as const] : [])),
    ...ends.map(({ group, failure }) => ({ kind: 'fail', group, failure }) as const),
    ...reuses.filter(({ readyAt }) => readyAt <= now).map((it) => ({ kind: 'reuse', reuse: it }) as const),
    ...sleepers.filter(({ capture }) => !capture.grouped).map((it) => ({ kind: 'group', sleeper: it }) as const),
    ...company.gatherings.map((members) => ({ kind: 'gather', members }) as const),
    ...company.held.map((held) => ({ kind: 'hold', held }) as const),
    ...(hasFirst(untold) && quota.topic.releaseAt <= now ? [{ kind: 'tell', captures: untold } as const] : []),
    ...calls,
  ];
  const nextAt = Math.min(
    groups.some(({ isBusy }) => isBusy) ? now + BUSY_LOOK_MS : Infinity,
    nextCallAt(unresolved, groups, quota),
    ...reuses.map(({ readyAt }) => readyAt),
    closingDueAtOf(sleepers),
    untold.length > 0 ? quota.topic.releaseAt : Infinity,
    ...captures.flatMap((capture) => heldUntil(capture, now) ?? []),
  );
  return { tasks, ...(nextAt < Infinity && { nextAt }) };
};

/**
 * Whether a dead worker left the capture unfinished: it is claimed, or it is a follower that its leader has not ended.
 */
const isLeft = (capture: Capture, now: number): capture is Claimed | Failed =>
  (capture.state === 'claimed' || isFollower(capture)) && isAbandoned(capture, now);

const hasFirst = (untold: readonly Untold[]): untold is readonly [Untold, ...Untold[]] => untold.length > 0;

/** The calls to ThousandEyes. At an opening of the gate only one call is made, a snapshot or a look-up. */
const callsOf = (
  next: readonly Group[],
  free: readonly Slot[],
  unresolved: readonly Pending[],
  quota: Quota,
  now: number,
): Task[] => {
  const { gate, lookupAt } = quota;
  const isProbe = gate.strikes > 0;
  const lookUps = unresolved
    .filter(({ notBefore = 0 }) => notBefore <= now && Math.max(lookupAt, gate.closedUntil) <= now)
    .slice(0, isProbe ? 1 : LOOKUPS.atOnce);
  const calls = [
    ...free.flatMap((slot, turn) => {
      const group = next[turn];
      return group ? [{ kind: 'take-snapshot', group, slot } as const] : [];
    }),
    ...(lookUps.length > 0 ? [{ kind: 'look-up', captures: lookUps } as const] : []),
  ];
  return isProbe ? calls.slice(0, 1) : calls;
};

/** The earliest time for a call, in epoch milliseconds. */
const nextCallAt = (unresolved: readonly Pending[], groups: readonly Group[], quota: Quota): number => {
  const lookup = Math.min(...unresolved.map(({ notBefore }) => notBefore ?? 0));
  const snapshot = Math.max(nextSlotAt(quota), Math.min(...groups.map(({ readyAt }) => readyAt)));
  return Math.min(Math.max(quota.gate.closedUntil, quota.lookupAt, lookup), snapshot);
};
