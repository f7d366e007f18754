/*
 * What 0.1 makes of a stored item: its rules, as they were released. A rollback, and every worker of that version that
 * still runs during an update, reads by them what this code has stored.
 */

type Item = Readonly<Record<string, unknown>>;

const CLOCK_SKEW_MS = 1000;

/** Whether there is still something to do for it. */
export const isOpenFor01 = ({ state, announcedAt }: Item): boolean =>
  state !== 'published' && !(state === 'failed' && announcedAt !== undefined);

/** Whether its holder did not finish in time: 0.1 takes it up. */
export const isAbandonedFor01 = ({ state, leaseUntil }: Item, now: number): boolean =>
  state !== 'pending' && Number(leaseUntil ?? 0) + CLOCK_SKEW_MS <= now;

/** Whether it waited for too long: 0.1 tells it instead. */
export const isOverdueFor01 = ({ state, sentAgainAt, receivedAt }: Item, now: number, giveUpMs: number): boolean =>
  state === 'pending' && now - Number(sentAgainAt ?? receivedAt) >= giveUpMs;

/** Whether 0.1 makes a notification of it when it takes it up. */
export const isToldBy01 = (item: Item): boolean =>
  isOpenFor01(item) && item['state'] !== 'pending' && item['state'] !== 'claimed';

/** Whether others may have its snapshot. */
export const isSourceFor01 = ({ snapshot, reusedFrom, mergedInto }: Item): boolean =>
  snapshot !== undefined && reusedFrom === undefined && mergedInto === undefined;
