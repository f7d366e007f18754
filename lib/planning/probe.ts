import { testKeyOf } from '../captures/identity.ts';
import type { Group } from './groups.ts';
import type { Gate } from './quota.ts';

/**
 * The order in which groups are tried when the gate opens again, one at each opening: first tests that were not tried
 * since the gate closed and are not in doubt, then the test that was tried the longest ago. So one broken test cannot
 * keep the gate closed for all. A spent quota is spent for every test, so after a 429 the order of turns stays.
 */
export const inOrderOfProbe = (groups: readonly Group[], { reason, doubts = [] }: Gate): Group[] => {
  if (reason === 'rate_limited') return [...groups];
  const askedAt = ({ leader }: Group): number =>
    leader.triedAt ?? (doubts.includes(testKeyOf(leader) ?? leader.id) ? 1 : 0);
  return groups.toSorted((a, b) => askedAt(a) - askedAt(b));
};
