import { testKeyOf } from '../captures/identity.ts';
import type { Group } from './groups.ts';
import type { Gate } from './quota.ts';

/**
 * Groups in the order in which they are asked when the gate opens again, one at an opening: first a test that was not asked
 * since it closed, and has not met an outage, then the one that was asked the longest ago. One test that is always answered so
 * must not stand for all. A quota that is spent is spent for all: there the order of turns stays.
 */
export const inOrderOfProbe = (groups: readonly Group[], { reason, doubts = [] }: Gate): Group[] => {
  if (reason === 'rate_limited') return [...groups];
  const askedAt = ({ leader }: Group): number =>
    leader.triedAt ?? (doubts.includes(testKeyOf(leader) ?? leader.id) ? 1 : 0);
  return groups.toSorted((a, b) => askedAt(a) - askedAt(b));
};
