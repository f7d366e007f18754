import { announceCapture } from './announce.ts';
import type { Capture } from '../captures/capture.ts';
import { lookUpTest } from './look-up.ts';
import { giveUp, isAbandoned, isOverdue, recover } from './recover.ts';
import { measureOldest, type Backlog, pendingFor } from './backlog.ts';
import type { Group } from '../planning/groups.ts';
import { type Plan, planCaptures, type Reuse } from '../planning/plan.ts';
import { freeSlots, nextSlotAt, type Quota } from '../planning/quota.ts';
import { capturesOfTests } from './read-same-test.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { reuse } from '../captures/transitions.ts';
import { announceUntil, hasTimeForCall, type WorkerContext } from './context.ts';

/** One thing that can be done now, independent of the other tasks of its round. */
export interface Task {
  readonly capture: Capture;
  readonly run: () => Promise<void>;
}

export interface Round {
  /** What can be done now. */
  readonly tasks: readonly Task[];
  /** Where nothing can: epoch milliseconds at which something can; undefined where nothing is left to do. */
  readonly nextAt?: number;
  /** Epoch milliseconds of the wake that some worker has scheduled already; 0 where there is none. */
  readonly wakeAt: number;
}

/** Three look-ups in a second and a half: half of the organisation's 240 calls a minute, which are for all of its integrations. */
const LOOKUPS_AT_ONCE = 3;
const LOOKUPS_EVERY_MS = 1500;
/** What waits for the snapshot of another worker looks for it this often: the call takes a second or twenty. */
const BUSY_LOOK_MS = 2500;

/**
 * What to do with the open captures now: recover what was abandoned, look up unknown tests, reuse, and take
 * as many snapshots as there are free slots.
 *
 * @param named ids of captures that have just arrived: before their turn, older snapshots are looked for only for them
 * @param known the quota where it was read a moment ago
 */
export const planRound = async (
  context: WorkerContext,
  backlog: Backlog,
  named: readonly string[],
  known?: Quota,
): Promise<Round> => {
  const { now, settings, slots, measure } = context;
  const { captures } = backlog;
  const abandoned = captures.filter((capture) => isAbandoned(capture, now()));
  const overdue = captures.filter((capture) => isOverdue(capture, now(), settings.giveUpMs));
  const upkeep = [
    ...abandoned.map((capture) => ({ capture, run: () => recover(context, capture) })),
    ...overdue.map((capture) => ({ capture, run: () => giveUp(context, capture) })),
  ];
  const isIdle =
    !backlog.isFull && captures.every((capture) => capture.state !== 'pending' || overdue.includes(capture));
  if (isIdle) return { tasks: upkeep, wakeAt: 0 };

  const quota = known ?? (await slots.read());
  measure('SlotsInUse', quota.slots.filter(({ releaseAt }) => releaseAt > now()).length);
  const pending = (await pendingFor(context, backlog, quota)).filter((capture) => !overdue.includes(capture));
  if (backlog.isFull) measureOldest(context, pending);
  if (pending.length === 0) return { tasks: upkeep, wakeAt: 0 };
  const plan = await planWithSameTests(context, backlog, pending, named, quota);
  const unresolved = pending.filter(({ testId }) => testId === undefined);
  const tasks = [
    ...upkeep,
    ...plan.reuses.map((found) => ({ capture: found.capture, run: () => reuseSnapshot(context, found) })),
    ...(await lookupTasks(context, unresolved, quota)),
    ...snapshotTasks(context, plan.groups, quota),
  ];
  const isBusy = plan.groups.some((group) => group.isBusy);
  const nextAt = Math.min(nextCallAt(unresolved, plan.groups, quota), isBusy ? now() + BUSY_LOOK_MS : Infinity);
  return { tasks, nextAt, wakeAt: quota.wakeAt };
};

/** Whether a call may be made now, as far as the gate and the time that is left say. */
const mayCall = (context: WorkerContext, { gate }: Quota): boolean =>
  gate.closedUntil <= context.now() && hasTimeForCall(context);

/** Look-ups that may be made now, where it is this worker's turn to make some. */
const lookupTasks = async (context: WorkerContext, unresolved: readonly Capture[], quota: Quota): Promise<Task[]> => {
  const now = context.now();
  const ready = unresolved.filter(({ notBefore = 0 }) => notBefore <= now).slice(0, LOOKUPS_AT_ONCE);
  if (ready.length === 0 || quota.lookupAt > now || !mayCall(context, quota)) return [];
  if (!(await context.slots.takeLookups(now, now + LOOKUPS_EVERY_MS))) return [];
  return ready.map((capture) => ({ capture, run: () => lookUpTest(context, capture, quota) }));
};

/**
 * One snapshot for each free slot, in the order of turns. After the gate was closed a single one goes ahead: a token that
 * is still refused, or a quota that is still spent, then costs one slot and not all of them.
 */
const snapshotTasks = (context: WorkerContext, groups: readonly Group[], quota: Quota): Task[] => {
  if (!mayCall(context, quota)) return [];
  const now = context.now();
  const ready = groups.filter(({ readyAt }) => readyAt <= now);
  const free = freeSlots(quota, now);
  return (quota.gate.strikes > 0 ? free.slice(0, 1) : free).flatMap((slot, turn) => {
    const group = ready[turn];
    return group ? [{ capture: group.leader, run: () => takeSnapshot(context, group, slot, quota) }] : [];
  });
};

/** The earliest epoch milliseconds at which a call may be made for any of them. */
const nextCallAt = (unresolved: readonly Capture[], groups: readonly Group[], quota: Quota): number => {
  const lookup = Math.min(...unresolved.map(({ notBefore }) => notBefore ?? 0));
  const snapshot = Math.max(nextSlotAt(quota), Math.min(...groups.map(({ readyAt }) => readyAt)));
  return Math.min(Math.max(quota.gate.closedUntil, quota.lookupAt, lookup), snapshot);
};

/** The plan over the backlog and what else is known of its tests. */
const planWithSameTests = async (
  context: WorkerContext,
  backlog: Backlog,
  pending: readonly Capture[],
  named: readonly string[],
  quota: Quota,
): Promise<Plan> => {
  const { view, settings, now, crashed } = context;
  const { groups } = planCaptures(pending, settings.reuseMs, now());
  const due = groups.filter(({ readyAt }) => readyAt <= now()).slice(0, freeSlots(quota, now()).length);
  const arrived = pending.filter(({ id }) => named.includes(id));
  const wanted = [...due.map(({ leader }) => leader), ...arrived];
  const sameTest = await capturesOfTests(context, backlog, pending, wanted, quota);
  const known = new Map<string, Capture>();
  for (const capture of [...backlog.captures, ...pending, ...sameTest].map((it) => view.newest(it))) {
    const before = known.get(capture.id);
    if (before === undefined || before.version < capture.version) known.set(capture.id, capture);
  }
  for (const id of crashed) known.delete(id);
  return planCaptures([...known.values()], settings.reuseMs, now());
};

/** Serves a capture with a snapshot that exists already. */
const reuseSnapshot = async (context: WorkerContext, { capture, source }: Reuse): Promise<void> => {
  const reused = await context.view.save(reuse(capture, source, announceUntil(context)));
  if (!reused) return;
  context.measure('CapturesReused');
  await announceCapture(context, reused);
};
