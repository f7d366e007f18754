import { type Capture, type Created, type Failed, isOpen } from '../captures/capture.ts';
import type { FailureCode } from '../captures/failure.ts';
import { inMessages, type Members } from './groups.ts';
import { byAge } from './priority.ts';
import { CLOCK_SKEW_MS, type Topic } from './quota.ts';
import { isAbandoned } from './upkeep.ts';

/* Messages that can be published now, and failures that wait to share one. All times are epoch milliseconds. */

/**
 * Paced kinds: failures that may come by the hundred. The first is announced at once, and the rest in one message after
 * this time.
 */
const TOLD_EVERY_MS: Partial<Record<FailureCode, number>> = {
  quarantined: 3_600_000,
  gave_up: 3_600_000,
  no_test: 3_600_000,
  cancelled: 20_000,
};

const LONGEST_MS = Math.max(...Object.values(TOLD_EVERY_MS));

/** Whether failures of this kind share messages, whatever their tests. */
export const isToldTogether = ({ code }: Failed['failure']): boolean => TOLD_EVERY_MS[code] !== undefined;

/**
 * The kind by which failures share messages. A failure about a rule shares them only with failures of the same rule.
 */
export const kindOf = ({ failure: { code }, alert }: Failed): string =>
  code === 'no_test' ? `no_test of rule ${alert?.ruleId ?? 'unknown'}` : code;

/** The kinds whose last message is too old to matter. The number is bounded, because one write forgets them all. */
export const pastKinds = ({ toldAt }: Topic, now: number): string[] =>
  Object.keys(toldAt)
    .filter((kind) => (toldAt[kind] ?? 0) < now - LONGEST_MS)
    .slice(0, 50);

/** A capture with an outcome that is not announced yet. */
export type Untold = Created | Failed;

/** A failure that waits until `until`, and is then announced with the failures that came meanwhile. */
export interface Held {
  readonly capture: Failed;
  /** Epoch milliseconds. */
  readonly until: number;
}

export interface Tellings {
  /** Captures with a message each, the oldest first. */
  readonly ready: readonly Untold[];
  /** Failures that will share one message. */
  readonly gatherings: readonly Members<Failed>[];
  readonly held: readonly Held[];
}

/**
 * Whether the capture waits for its announcement and no worker holds it. Its leader announces a capture that joined
 * one.
 */
export const isUntold = (capture: Capture, now: number): capture is Untold =>
  (capture.state === 'created' || capture.state === 'failed') &&
  capture.mergedInto === undefined &&
  isAbandoned(capture, now);

/** Whether its message may include other failures, because no message of it was made yet. */
const waitsForCompany = (capture: Untold): capture is Failed =>
  capture.state === 'failed' && capture.covers === undefined && isToldTogether(capture.failure);

/** When a failure that waits for the rest of its message can be announced; undefined for all other captures. */
export const heldUntil = (capture: Capture, now: number): number | undefined => {
  const isHeld =
    capture.state === 'failed' && isOpen(capture) && capture.mergedInto === undefined && waitsForCompany(capture);
  const at = (capture.leaseUntil ?? 0) + CLOCK_SKEW_MS;
  return isHeld && at > now ? at : undefined;
};

/** Sorts the unannounced captures into messages for now and failures that wait. It is pure. */
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
