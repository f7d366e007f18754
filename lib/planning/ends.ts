import type { Failure } from '../captures/failure.ts';
import type { Pending } from '../captures/capture.ts';
import { groupKeyOf, testKeyOf } from '../captures/identity.ts';
import { isoOf } from '../time.ts';
import { inMessages, type Members } from './groups.ts';
import { byAge, isAskedFor } from './priority.ts';
import type { Gate } from './quota.ts';
import { isOverdue } from './upkeep.ts';

/** Pending captures that end without a call. */
export interface End {
  readonly group: Members<Pending>;
  readonly failure: Failure;
}

/**
 * The captures that end without a call: captures that have exceeded GIVE_UP_HOURS, and captures of a test that
 * ThousandEyes recently answered with 404.
 *
 * @param giveUpMs GIVE_UP_HOURS in milliseconds
 * @param now epoch milliseconds
 */
export const endsOf = (pending: readonly Pending[], gate: Gate, giveUpMs: number, now: number): End[] => {
  const overdue = pending.filter((capture) => isOverdue(capture, now, giveUpMs));
  const missing = pending.filter((it) => !isOverdue(it, now, giveUpMs) && isMissing(it, gate, now));
  return [
    ...overdue.map((leader): End => {
      const failure = { code: 'gave_up', detail: `waiting since ${isoOf(leader.receivedAt)}` } as const;
      return { group: { leader, followers: [] }, failure };
    }),
    ...[...Map.groupBy(missing, groupKeyOf).values()].flatMap((members) =>
      inMessages(members.toSorted(byAge)).map((group): End => {
        return { group, failure: { code: 'test_not_found', detail: '404 for this test a moment ago' } };
      }),
    ),
  ];
};

/**
 * Whether a recent 404 ends the capture. A capture that an operator requested is tried all the same, because the test
 * may exist again.
 */
const isMissing = (capture: Pending, { missing = {} }: Gate, now: number): boolean =>
  !isAskedFor(capture) && (missing[testKeyOf(capture) ?? ''] ?? 0) > now;
