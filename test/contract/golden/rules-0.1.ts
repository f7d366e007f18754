/*
 * Version 0.1's rules for stored items, as they were released. After a rollback, and during an update while its workers
 * still run, version 0.1 applies them to the items that this code has stored.
 */

type Item = Readonly<Record<string, unknown>>;

const CLOCK_SKEW_MS = 1000;

/** Whether version 0.1 considers the item open. */
export const isOpenFor01 = ({ state, announcedAt }: Item): boolean =>
  state !== 'published' && !(state === 'failed' && announcedAt !== undefined);

/** Whether the lease has ended, so that version 0.1 recovers the item. */
export const isAbandonedFor01 = ({ state, leaseUntil }: Item, now: number): boolean =>
  state !== 'pending' && Number(leaseUntil ?? 0) + CLOCK_SKEW_MS <= now;

/** Whether the item has waited too long, so that version 0.1 reports it as failed. */
export const isOverdueFor01 = ({ state, sentAgainAt, receivedAt }: Item, now: number, giveUpMs: number): boolean =>
  state === 'pending' && now - Number(sentAgainAt ?? receivedAt) >= giveUpMs;

/** Whether version 0.1 publishes a notification when it recovers the item. */
export const isToldBy01 = (item: Item): boolean =>
  isOpenFor01(item) && item['state'] !== 'pending' && item['state'] !== 'claimed';

/** Whether version 0.1 reuses the item's snapshot for other captures. */
export const isSourceFor01 = ({ snapshot, reusedFrom, mergedInto }: Item): boolean =>
  snapshot !== undefined && reusedFrom === undefined && mergedInto === undefined;
