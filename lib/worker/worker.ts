import { measureOldest, BACKLOG_PAGE, type Backlog, workable } from './backlog.ts';
import { planRound, type Round, type Task } from './round.ts';
import { createLedgerView, hasTimeForCall, type WorkerContext, type WorkerDeps } from './context.ts';

/** A wait up to this is slept in the invocation, a longer one goes to a delayed wake. */
const PATIENCE_MS = 10_000;
/** After a wait longer than this, something more urgent may have come: the worker looks again. */
const STALE_MS = 2000;
const MAX_WAKE_DELAY_MS = 900_000;

export interface WorkRequest {
  /** Captures that the wakes name: an index may not show them yet. Empty for the watchdog. */
  readonly captureIds: readonly string[];
  /** Epoch milliseconds at which the platform ends the invocation. */
  readonly deadline: number;
}

/**
 * The worker: rounds of looking at the ledger and doing all that can be done now, until nothing is left
 * or what is left has to wait. Then it schedules the wake for the moment at which it can go on.
 * An idle ledger costs one query. Errors of the ledger and the slots pass through: no ledger, no work.
 */
export const createWorker =
  (deps: WorkerDeps) =>
  async ({ captureIds, deadline }: WorkRequest): Promise<void> => {
    const context: WorkerContext = {
      ...deps,
      view: createLedgerView(deps.ledger),
      crashed: new Set(),
      deadline,
    };
    // Who named a capture wants a slot for it: both are asked for at once.
    let [backlog, quota] = await Promise.all([
      look(context, captureIds),
      captureIds.length > 0 ? deps.slots.read() : undefined,
    ]);
    for (;;) {
      if (backlog.captures.length === 0 && !backlog.isFull) return;
      const round = await planRound(context, backlog, captureIds, quota);
      quota = undefined;
      if (round.tasks.length > 0) {
        await Promise.all(round.tasks.map((task) => runTask(context, task)));
        backlog = remainingOf(context, backlog);
        if (backlog.captures.length === 0 && backlog.isFull) backlog = await look(context, captureIds);
        continue;
      }
      if (round.nextAt === undefined) return;
      const waitMs = Math.max(0, round.nextAt - deps.now());
      if (!mayWait(context, waitMs)) return scheduleWake(context, round.nextAt, round);
      await deps.sleep(waitMs);
      if (waitMs > STALE_MS) backlog = await look(context, captureIds);
    }
  };

/** Everything open that the index shows or a wake names, each as new as is known. One query where nothing is. */
const look = async (context: WorkerContext, named: readonly string[]): Promise<Backlog> => {
  const { ledger, view } = context;
  const page = await ledger.open(BACKLOG_PAGE);
  const shown = new Set(page.map(({ id }) => id));
  const others = await Promise.all(named.filter((id) => !shown.has(id)).map((id) => view.read(id)));
  const captures = [...page, ...others.filter((capture) => capture !== undefined)];
  const isFull = page.length >= BACKLOG_PAGE;
  if (!isFull) measureOldest(context, captures); // a full one may show none that is pending: planRound reads on
  return {
    captures: workable(context, captures),
    isFull,
    last: page.findLast(({ state }) => state === 'pending'),
  };
};

/** What is left to do of a backlog after a round; what has arrived since has a wake of its own. */
const remainingOf = (context: WorkerContext, backlog: Backlog): Backlog => ({
  ...backlog,
  captures: workable(context, backlog.captures),
});

/** One capture that cannot be processed does not hold up the others; its lease brings it back. */
const runTask = async ({ log, crashed }: WorkerContext, { capture, run }: Task): Promise<void> => {
  try {
    await run();
  } catch (error) {
    crashed.add(capture.id);
    log.error('capture_crashed', error, { captureId: capture.id, state: capture.state });
  }
};

/** Whether a wait is short, and leaves the time for a call. */
const mayWait = (context: WorkerContext, waitMs: number): boolean =>
  waitMs <= PATIENCE_MS && hasTimeForCall({ ...context, deadline: context.deadline - waitMs });

/** One wake for the next moment, whichever of the workers finds it first. A lost one costs a minute: the watchdog. */
const scheduleWake = async ({ slots, sendWake, log, ...context }: WorkerContext, nextAt: number, { wakeAt }: Round) => {
  const now = context.now();
  const at = Math.max(now, Math.min(nextAt, now + MAX_WAKE_DELAY_MS));
  const isScheduled = wakeAt > now && wakeAt <= at;
  if (isScheduled || !(await slots.claimWake(at, now))) return;
  await sendWake({}, at - now);
  log.info('wake_scheduled', { inMs: Math.round(at - now) });
};
