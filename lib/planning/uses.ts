import type { Capture } from '../captures/capture.ts';
import { byAge, byTurn, byTurnAlertsFirst } from './priority.ts';
import type { Quota } from './quota.ts';

/*
 * Whom the next uses of slots serve. Taking a slot counts, so the uses of all slots have one sequence whatever
 * SNAPSHOT_LIMIT is. Of five in a row three serve whose turn it is; one serves the oldest, so that nothing starves; and
 * one serves alerts before manual requests, so that no script that asks for captures holds up an incident.
 */

type Order = (a: Capture, b: Capture) => number;

const CYCLE: readonly Order[] = [byTurn, byAge, byTurn, byTurnAlertsFirst, byTurn];

/** How often slots have been taken so far: the number of the next use. */
export const nextUseOf = ({ slots }: Pick<Quota, 'slots'>): number =>
  slots.reduce((sum, { uses = 0 }) => sum + uses, 0);

/**
 * Groups in the order in which the uses of slots from number `firstUse` on serve them. Pure.
 *
 * @param membersOf the captures of a group, not empty; the best placed of them has the group's place
 */
export const inOrderOfUse = <Group>(
  groups: readonly Group[],
  membersOf: (group: Group) => readonly Capture[],
  firstUse: number,
): Group[] => {
  const served = new Set<Group>();
  const queueBy = (order: Order) => {
    const placed = groups.flatMap((group) =>
      membersOf(group)
        .toSorted(order)
        .slice(0, 1)
        .map((first) => ({ group, first })),
    );
    return placed
      .toSorted((a, b) => order(a.first, b.first))
      .map(({ group }) => group)
      .values();
  };
  const queues = new Map([...new Set(CYCLE)].map((order) => [order, queueBy(order)]));
  return groups.flatMap((_, index) => {
    const queue = queues.get(CYCLE[(firstUse + index) % CYCLE.length] ?? byTurn);
    // An array's iterator goes on where it was left.
    for (const group of queue ?? []) {
      if (served.has(group)) continue;
      served.add(group);
      return [group];
    }
    return [];
  });
};
