import type { Failure, Pending } from '../captures/capture.ts';
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

/** What ends without a call: captures that wait for too long, and those of a test that ThousandEyes did not know a moment ago. */
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

/** Whether its test is remembered as unknown. What a person asks for is tried all the same: the test may be there again. */
const isMissing = (capture: Pending, { missing = {} }: Gate, now: number): boolean =>
  !isAskedFor(capture) && (missing[testKeyOf(capture) ?? ''] ?? 0) > now;
