import type { Context, ScheduledEvent, SQSEvent } from 'aws-lambda';
import { isPending } from '../captures/capture.ts';
import { readWake } from '../ledger/wake.ts';
import type { Quota } from '../planning/quota.ts';
import { heldUntil, isUntold } from '../planning/tellings.ts';
import { waitsSince } from '../planning/upkeep.ts';
import { allDone } from '../all-done.ts';
import { guarded, hasTimeForCall, type WorkerContext, type WorkerDeps } from './context.ts';
import { decide, type Task } from './decide.ts';
import { failTogether, gatherFailures, hold, reuseSnapshot } from './end.ts';
import { createLedgerView, type Sight } from './ledger-view.ts';
import { lookUpTests } from './look-up.ts';
import { waitForClosing } from './members.ts';
import { recover } from './recover.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { tellNext } from './tell.ts';

/** The invocation sleeps through a wait of at most this long; for a longer one it schedules a wake. */
const PATIENCE_MS = 10_000;
/** After a longer wait than this, the worker looks again, because something more urgent may have arrived. */
const STALE_MS = 2000;
const MAX_WAKE_DELAY_MS = 900_000;

export interface WorkRequest {
  /** Captures that the wakes name, because an index may not show them yet. Empty for the watchdog. */
  readonly captureIds: readonly string[];
  /** Epoch milliseconds at which the platform ends the invocation. */
  readonly deadline: number;
}

/**
 * Makes the worker: it looks, decides and acts until no work is left or all of it has to wait. Then it sleeps, or
 * schedules a wake for the moment at which it can go on. With an idle ledger, a run costs one query. Errors of the
 * ledger and the slots pass through: without a ledger, there is no work.
 */
export const createWorker =
  ({ ledger, ...deps }: WorkerDeps) =>
  async ({ captureIds, deadline }: WorkRequest): Promise<void> => {
    const view = createLedgerView(ledger, deps.slots, captureIds, deps.now);
    const context: WorkerContext = { ...deps, view, deadline };
    let sight = await look(context);
    while (sight !== undefined) {
      const { tasks, nextAt } = decide(sight, deps.settings, hasTimeForCall(context), deps.now());
      const { quota } = sight;
      if (sight.captures.some(isPending)) {
        deps.measure('SlotsInUse', quota.slots.filter(({ releaseAt }) => releaseAt > deps.now()).length);
      }
      if (tasks.length > 0) {
        await allDone(tasks.map((task) => act(context, task, quota)));
        sight = await lookAfter(context, tasks);
        continue;
      }
      if (nextAt === undefined) return;
      const waitMs = Math.max(0, nextAt - deps.now());
      if (waitMs > PATIENCE_MS || !hasTimeForCall(context, waitMs)) return scheduleWake(context, nextAt, quota);
      await deps.sleep(waitMs);
      sight = waitMs > STALE_MS ? await look(context) : await view.lookAtQuota();
    }
  };

/** Reads anew everything that a round is decided on. */
const look = async ({ view, measure, now }: WorkerContext): Promise<Sight | undefined> => {
  const sight = await view.look();
  const pending = sight?.captures.filter(isPending) ?? [];
  const waits = pending.map((capture) => now() - waitsSince(capture));
  measure('OldestPendingSeconds', Math.max(0, ...waits) / 1000);
  return sight;
};

/**
 * The sight after these tasks; undefined if no work is left. A capture that arrived meanwhile has a wake of its own.
 */
const lookAfter = async (context: WorkerContext, tasks: readonly Task[]): Promise<Sight | undefined> => {
  const { view } = context;
  if (tasks.every(({ kind }) => kind === 'read-on' || kind === 'read-test')) return view.sight();
  const { captures, isFull } = view.sight();
  const now = context.now();
  const isWorkLeft = captures.some((it) => isPending(it) || isUntold(it, now) || heldUntil(it, now) !== undefined);
  const hasEnded = tasks.some(({ kind }) => kind === 'fail' || kind === 'hold'); // more such captures may follow
  if (isFull && (hasEnded || !isWorkLeft)) return look(context);
  return isWorkLeft ? view.lookAtQuota() : undefined;
};

const act = async (context: WorkerContext, task: Task, quota: Quota): Promise<void> => {
  switch (task.kind) {
    case 'recover':
      return guarded(context, task.capture, () => recover(context, task.capture));
    case 'fail':
      return guarded(context, task.group.leader, () => failTogether(context, task.group, task.failure));
    case 'reuse':
      return guarded(context, task.reuse.leader, () => reuseSnapshot(context, task.reuse));
    case 'group':
      return guarded(context, task.sleeper.capture, () => waitForClosing(context, task.sleeper));
    case 'gather':
      return guarded(context, task.members.leader, () => gatherFailures(context, task.members));
    case 'hold':
      return guarded(context, task.held.capture, () => hold(context, task.held));
    case 'tell':
      return guarded(context, task.captures[0], () => tellNext(context, task.captures));
    case 'look-up':
      return lookUpTests(context, task.captures, quota);
    case 'take-snapshot':
      return guarded(context, task.group.leader, () => takeSnapshot(context, task.group, task.slot, quota));
    case 'read-test':
      return context.view.readTest(task.testKey);
    case 'read-on':
      return context.view.readOn();
  }
};

/**
 * Schedules one wake over all workers for the next moment. If it is lost, the watchdog starts the work within a minute.
 */
const scheduleWake = async ({ slots, sendWake, log, now }: WorkerContext, nextAt: number, { wakeAt }: Quota) => {
  const at = Math.max(now(), Math.min(nextAt, now() + MAX_WAKE_DELAY_MS));
  const isScheduled = wakeAt > now() && wakeAt <= at;
  if (isScheduled || !(await slots.claimWake(at, now()))) return;
  await sendWake({}, at - now());
  log.info('wake_scheduled', { inMs: Math.round(at - now()) });
};

/** Wakes from the queue, or the watchdog's tick, which names no capture. */
export type WorkerEvent = SQSEvent | Pick<ScheduledEvent, 'source'> | { readonly source: 'watchdog' };

/**
 * Makes the handler of the wakes from SQS and of the watchdog's ticks. A batch succeeds or fails as a whole, because a
 * wake only asks to look at the ledger. If the worker throws (no ledger, no slots), Lambda keeps the messages and
 * delivers them again.
 */
export const createWorkerHandler = (deps: WorkerDeps) => {
  const work = createWorker(deps);
  return async (event: WorkerEvent, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> => {
    const wakes = 'Records' in event ? event.Records.map(({ body }) => readWake(body)) : [];
    const captureIds = wakes.map(({ captureId }) => captureId).filter((id) => id !== undefined);
    await work({ captureIds: [...new Set(captureIds)], deadline: deps.now() + context.getRemainingTimeInMillis() });
    if ('source' in event) deps.measure('WatchdogHeartbeat');
  };
};
