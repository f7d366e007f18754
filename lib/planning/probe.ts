import { testKeyOf } from '../captures/identity.ts';
import type { Group } from './groups.ts';
import type { Gate } from './quota.ts';

/**
 * Groups in the order in which they are asked after an outage, one at an opening of the gate: first a test that has not met
 * the outage, for one broken test must not stand for all; then the one that was tried the longest ago.
 */
export const inOrderOfProbe = (groups: readonly Group[], { doubts = [] }: Gate): Group[] => {
  const triedAt = ({ leader }: Group): number =>
    doubts.includes(testKeyOf(leader) ?? leader.id) ? (leader.triedAt ?? 1) : 0;
  return groups.toSorted((a, b) => triedAt(a) - triedAt(b));
};
