import { mostInAnyPeriod } from './most-in-any-period.ts';
import { type Outcome, outcomesOf, waitedAt, wasOnTheWay } from './outcomes.ts';
import type { Call, StormRecord } from './records.ts';

/** What a storm came to. Lists hold alert ids; times are in milliseconds. */
export interface Figures {
  readonly alerts: number;
  /** Answered 200 at least once. */
  readonly accepted: readonly string[];
  /** In a message with a link. */
  readonly linked: readonly string[];
  /** In messages without a link only. */
  readonly failed: readonly string[];
  /** Accepted, and in no message. */
  readonly missing: readonly string[];
  /** In more than one message. */
  readonly reportedTwice: readonly string[];
  /** Those of `reportedTwice` whose first message was on its way when the system was killed. */
  readonly onTheWay: readonly string[];
  /** In a message with a link that the API did not give for the alert's test, or gave for other tests too. */
  readonly withForeignLink: readonly string[];
  /** Accepted before the kill, and not reported by then. */
  readonly waitingAtKill: readonly string[];
  readonly calls: number;
  readonly callsInOutage: number;
  readonly mostInAnyPeriod: number;
  /** Calls that were answered 429. */
  readonly refused: number;
  /** Calls that were answered 201. */
  readonly snapshots: number;
  /** From the first delivery to the last message. */
  readonly tookMs: number;
  /** The longest time from acceptance to message of a critical alert; 0 if none was reported. */
  readonly longestCriticalWaitMs: number;
}

const criticalWaitOf = ({ severity, acceptedAt, messages: [first] }: Outcome): number =>
  severity !== 'Critical' || acceptedAt === undefined || first === undefined ? 0 : first.at - acceptedAt;

/** Whether the API gave the link for that test, and for no other one. */
const isOf = (testId: string, link: string, calls: readonly Call[]): boolean => {
  const given = calls.filter((call) => call.link === link);
  return given.length > 0 && given.every((call) => call.testId === testId);
};

/** Counts what a storm came to. */
export const figuresOf = (record: StormRecord): Figures => {
  const { calls, deliveries, messages, periodMs, killedAt } = record;
  const outcomes = outcomesOf(record);
  const idsOf = (matches: (outcome: Outcome) => boolean) => outcomes.filter(matches).map(({ alertId }) => alertId);
  const count = (matches: (call: Call) => boolean) => calls.filter(matches).length;
  const begin = Math.min(...deliveries.map(({ at }) => at));
  return {
    alerts: outcomes.length,
    accepted: idsOf(({ acceptedAt }) => acceptedAt !== undefined),
    linked: idsOf(({ links }) => links.length > 0),
    failed: idsOf(({ links, messages: { length } }) => length > 0 && links.length === 0),
    missing: idsOf(({ acceptedAt, messages: { length } }) => acceptedAt !== undefined && length === 0),
    reportedTwice: idsOf(({ messages: { length } }) => length > 1),
    onTheWay: idsOf((outcome) => wasOnTheWay(outcome, killedAt)),
    withForeignLink: idsOf(({ testId, links }) => links.some((link) => !isOf(testId, link, calls))),
    waitingAtKill: idsOf((outcome) => waitedAt(outcome, killedAt)),
    calls: calls.length,
    callsInOutage: count(({ isInOutage }) => isInOutage),
    mostInAnyPeriod: mostInAnyPeriod(
      calls.map(({ at }) => at),
      periodMs,
    ),
    refused: count(({ status }) => status === 429),
    snapshots: count(({ status }) => status === 201),
    tookMs: messages.length === 0 ? 0 : Math.max(...messages.map(({ at }) => at)) - begin,
    longestCriticalWaitMs: Math.max(0, ...outcomes.map(criticalWaitOf)),
  };
};
