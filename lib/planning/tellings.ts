import { type Capture, type Created, type Failed, type FailureCode, isOpen } from '../captures/capture.ts';
import { inMessages, type Members } from './groups.ts';
import { byAge } from './priority.ts';
import { CLOCK_SKEW_MS, type Topic } from './quota.ts';
import { isAbandoned } from './upkeep.ts';

/* What the topic is to be told, and what waits for company. All times epoch milliseconds. */

/** Failures that come by the hundred: the first is told at once, the rest in one message so much later. */
const TOLD_EVERY_MS: Partial<Record<FailureCode, number>> = {
  quarantined: 3_600_000,
  gave_up: 3_600_000,
  no_test: 3_600_000,
  cancelled: 20_000,
};

const LONGEST_MS = Math.max(...Object.values(TOLD_EVERY_MS));

/** Whether failures of this kind are told together, whatever their tests. */
export const isToldTogether = ({ code }: Failed['failure']): boolean => TOLD_EVERY_MS[code] !== undefined;

/** What of its kind is told together: a failure that is about a rule, with those of that rule. */
export const kindOf = ({ failure: { code }, alert }: Failed): string =>
  code === 'no_test' ? `no_test of rule ${alert?.ruleId ?? 'unknown'}` : code;

/** The kinds that were told so long ago that it does not matter anymore; not all of them, for they are forgotten in one write. */
export const pastKinds = ({ toldAt }: Topic, now: number): string[] =>
  Object.keys(toldAt)
    .filter((kind) => (toldAt[kind] ?? 0) < now - LONGEST_MS)
    .slice(0, 50);

/** It has come to its end, and its message is not out. */
export type Untold = Created | Failed;

/** Told later, with what else comes until then. */
export interface Held {
  readonly capture: Failed;
  /** Epoch milliseconds. */
  readonly until: number;
}

export interface Tellings {
  /** A message each, the oldest first. */
  readonly ready: readonly Untold[];
  /** Failures that are to become one message. */
  readonly gatherings: readonly Members<Failed>[];
  readonly held: readonly Held[];
}

/** Whether it waits to be told, and nobody has it in hand. Those who joined a leader are told by that one. */
export const isUntold = (capture: Capture, now: number): capture is Untold =>
  (capture.state === 'created' || capture.state === 'failed') &&
  capture.mergedInto === undefined &&
  isAbandoned(capture, now);

/** Whether its message may tell of others, too: no message of it was made yet. */
const waitsForCompany = (capture: Untold): capture is Failed =>
  capture.state === 'failed' && capture.covers === undefined && isToldTogether(capture.failure);

/** When it can be told, for what waits for the rest of its message; undefined for all else. */
export const heldUntil = (capture: Capture, now: number): number | undefined => {
  const isHeld =
    capture.state === 'failed' && isOpen(capture) && capture.mergedInto === undefined && waitsForCompany(capture);
  const at = (capture.leaseUntil ?? 0) + CLOCK_SKEW_MS;
  return isHeld && at > now ? at : undefined;
};

/** What can be told now. Pure. */
export const tellingsOf = (captures: readonly Capture[], { toldAt }: Topic, now: number): Tellings => {
  const untold = captures.filter((it) => isUntold(it, now)).toSorted(byAge);
  const together = untold.filter(waitsForCompany);
  const ready: Untold[] = untold.filter((it) => !waitsForCompany(it));
  const gatherings: Members<Failed>[] = [];
  const held: Held[] = [];
  for (const [kind, failures] of Map.groupBy(together, kindOf)) {
    const [{ failure } = {}] = failures;
    const until = (toldAt[kind] ?? -Infinity) + (failure ? (TOLD_EVERY_MS[failure.code] ?? 0) : 0);
    if (until > now) {
      held.push(...failures.map((capture) => ({ capture, until })));
      continue;
    }
    for (const members of inMessages(failures)) {
      if (members.followers.length > 0) gatherings.push(members);
      else ready.push(members.leader);
    }
  }
  return { ready: ready.toSorted(byAge), gatherings, held };
};
