import type { Capture } from '../captures/capture.ts';
import { byAge, byTurn, byTurnAlertsFirst } from './priority.ts';
import type { Quota } from './quota.ts';

/*
 * Which captures the next slot uses serve. Every taking of a slot counts, so the uses of all slots form one sequence
 * for any SNAPSHOT_LIMIT. Of five uses in a row, three go by the regular turns; one serves the oldest capture, so that
 * none starves; and one serves alerts before manual requests, so that no script that requests captures delays an
 * incident.
 */

type Order = (a: Capture, b: Capture) => number;

const CYCLE: readonly Order[] = [byTurn, byAge, byTurn, byTurnAlertsFirst, byTurn];

/** The number of the next slot use: how often slots have been taken so far. */
export const nextUseOf = ({ slots }: Pick<Quota, 'slots'>): number =>
  slots.reduce((sum, { uses = 0 }) => sum + uses, 0);

/**
 * Groups in the order in which the slot uses from number `firstUse` on serve them.
 *
 * @param membersOf the captures of a group, at least one; the first of them in an order decides the group's place
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
    // The iterator goes on after the group that it returned last.
    for (const group of queue ?? []) {
      if (served.has(group)) continue;
      served.add(group);
      return [group];
    }
    return [];
  });
};
