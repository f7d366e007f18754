import type { Pending } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import { mayBeGrouped } from '../planning/closing.ts';
import { type Group, membersOf } from '../planning/groups.ts';
import { mayBeServedAlready } from '../planning/sources.ts';
import type { WorkerSettings } from './context.ts';
import type { Sight } from './ledger-view.ts';

/** Something has to be read before more can be decided. */
export type Read = { readonly kind: 'read-test'; readonly testKey: string } | { readonly kind: 'read-on' };

/** Pages that are read at most for free slots without work: what has to be looked up first may fill many. */
const MAX_PAGES = 20;

/** What has to be read before it is clear whose turn it is, and whether a snapshot of the test is there already. */
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
