import type { Pending } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import { mayBeGrouped } from '../planning/closing.ts';
import { type Group, membersOf } from '../planning/groups.ts';
import { mayBeServedAlready } from '../planning/sources.ts';
import type { WorkerSettings } from './context.ts';
import type { Sight } from './ledger-view.ts';

/** A read that is needed before more can be decided. */
export type Read = { readonly kind: 'read-test'; readonly testKey: string } | { readonly kind: 'read-on' };

/** The most pages that are read while free slots have no work, because captures that need a look-up may fill many. */
const MAX_PAGES = 20;

/**
 * The reads that are needed to know which group is next, and whether a snapshot of its test exists already.
 *
 * @param isWorkMissing whether fewer groups are ready than slots are free
 * @param next the groups for the free slots
 * @param now epoch milliseconds
 */
export const readsFirst = (
  { isFull, pages, testsRead, named, quota }: Sight,
  pending: readonly Pending[],
  isWorkMissing: boolean,
  next: readonly Group[],
  settings: WorkerSettings,
  now: number,
): Read[] => {
  if (isFull && isWorkMissing && pages < MAX_PAGES) return [{ kind: 'read-on' }];
  const arrived = pending.filter(({ id }) => named.includes(id));
  const leaders = next.map(({ leader }) => leader);
  const mayWait = [...next.flatMap(membersOf), ...arrived].filter((it) => mayBeGrouped(it, settings.groupMs));
  const unread = [...leaders, ...arrived]
    .filter((capture) => isFull || mayBeServedAlready(capture, quota, settings, now))
    .concat(mayWait)
    .flatMap((capture) => testKeyOf(capture) ?? [])
    .filter((testKey) => !testsRead.has(testKey));
  return [...new Set(unread)].map((testKey) => ({ kind: 'read-test', testKey }));
};
