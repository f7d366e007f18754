import { type Capture, isOpen } from '../captures/capture.ts';
import { planCaptures } from '../planning/plan.ts';
import { freeSlots, type Quota } from '../planning/quota.ts';
import type { WorkerContext } from './context.ts';

/** Open captures that one query brings: more than any organisation has slots. */
export const BACKLOG_PAGE = 100;
/** Further pages that a round reads at most to find work for its slots: what has to be looked up first may fill many. */
const MAX_FURTHER_PAGES = 20;

/** What is open, as far as it was read. */
export interface Backlog {
  readonly captures: readonly Capture[];
  /** There may be more behind it. */
  readonly isFull: boolean;
  /** The last pending capture that the index showed, where reading goes on. */
  readonly last?: Capture | undefined;
}

/** Captures as new as they are known, of which this invocation can do something: open ones that have not crashed it before. */
export const workable = ({ view, crashed }: WorkerContext, captures: readonly Capture[]): Capture[] =>
  captures.map((capture) => view.newest(capture)).filter((capture) => isOpen(capture) && !crashed.has(capture.id));

/**
 * The pending captures of a page, and of the next ones as long as there are free slots without work: the first
 * hundred may all be of one test, or all be waiting for their next try.
 */
export const pendingFor = async (context: WorkerContext, backlog: Backlog, quota: Quota): Promise<Capture[]> => {
  const { ledger, settings, now } = context;
  const pending = backlog.captures.filter(({ state }) => state === 'pending');
  const wanted = Math.max(1, freeSlots(quota, now()).length);
  const isEnough = () =>
    planCaptures(pending, settings.reuseMs, now()).groups.filter(({ readyAt }) => readyAt <= now()).length >= wanted;

  let { isFull, last } = backlog;
  for (let pages = 0; isFull && pages < MAX_FURTHER_PAGES && !isEnough(); pages += 1) {
    const next = await ledger.pending(BACKLOG_PAGE, last);
    const known = new Set(pending.map(({ id }) => id));
    pending.push(...workable(context, next).filter(({ id, state }) => state === 'pending' && !known.has(id)));
    isFull = next.length >= BACKLOG_PAGE;
    last = next.at(-1);
  }
  return pending;
};

/** Measures how long the pending capture that waits the longest has been waiting; 0 where none is. */
export const measureOldest = ({ measure, now }: WorkerContext, captures: readonly Capture[]): void => {
  const waits = captures
    .filter(({ state }) => state === 'pending')
    .map(({ sentAgainAt, receivedAt }) => now() - (sentAgainAt ?? receivedAt));
  measure('OldestPendingSeconds', Math.max(0, ...waits) / 1000);
};
