import type { Failure, Pending } from '../captures/capture.ts';
import { groupKeyOf, testKeyOf } from '../captures/identity.ts';
import { isoOf } from '../time.ts';
import { MAX_FOLLOWERS, type Members } from './groups.ts';
import { byAge } from './priority.ts';
import type { Gate } from './quota.ts';
import { isOverdue } from './upkeep.ts';

/** Pending captures that end without a call, with one notice for all of them. */
export interface End {
  readonly group: Members<Pending>;
  readonly failure: Failure;
}

/** What ends without a call: captures that wait for too long, and those of a test that ThousandEyes did not know a moment ago. */
export const endsOf = (pending: readonly Pending[], gate: Gate, giveUpMs: number, now: number): End[] => {
  const overdue = pending.filter((capture) => isOverdue(capture, now, giveUpMs));
  const missing = pending.filter((it) => !isOverdue(it, now, giveUpMs) && isMissing(it, gate, now));
  return [
    ...together(overdue, ({ receivedAt }) => ({ code: 'gave_up', detail: `waiting since ${isoOf(receivedAt)}` })),
    ...together(missing, () => ({ code: 'test_not_found', detail: '404 for this test a moment ago' })),
  ];
};

/** Whether its test is remembered as unknown. What a person asks for is tried all the same: the test may be there again. */
const isMissing = (capture: Pending, { missing = {} }: Gate, now: number): boolean => {
  const isAskedFor = capture.reason === 'manual' || capture.sentAgainAt !== undefined;
  return !isAskedFor && (missing[testKeyOf(capture) ?? ''] ?? 0) > now;
};

/** Those that wait together share a notice, which holds so many; the oldest leads. */
const together = (captures: readonly Pending[], failureOf: (leader: Pending) => Failure): End[] =>
  [...Map.groupBy(captures, groupKeyOf).values()].flatMap((members) => {
    const sorted = members.toSorted(byAge);
    const ends: End[] = [];
    for (let start = 0; start < sorted.length; start += MAX_FOLLOWERS + 1) {
      const [leader, ...followers] = sorted.slice(start, start + MAX_FOLLOWERS + 1);
      if (leader) ends.push({ group: { leader, followers }, failure: failureOf(leader) });
    }
    return ends;
  });
