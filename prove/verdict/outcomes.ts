import type { Message, SentAlert, StormRecord } from './records.ts';

/** What became of one alert. Times are epoch milliseconds. */
export interface Outcome extends SentAlert {
  /** Of the first delivery that was answered 200; undefined if there was none. */
  readonly acceptedAt: number | undefined;
  /** Those that are about it, in the order of their times. */
  readonly messages: readonly Message[];
  /** The links in them. */
  readonly links: readonly string[];
}

/** What became of each alert of a storm. */
export const outcomesOf = ({ alerts, deliveries, messages }: StormRecord): Outcome[] =>
  alerts.map((alert) => {
    const { alertId } = alert;
    const answered = deliveries.filter((delivery) => delivery.alertId === alertId && delivery.status === 200);
    const about = messages.filter(({ alertIds }) => alertIds.includes(alertId)).toSorted((a, b) => a.at - b.at);
    return {
      ...alert,
      acceptedAt: answered.length === 0 ? undefined : Math.min(...answered.map(({ at }) => at)),
      messages: about,
      links: about.flatMap(({ link }) => link ?? []),
    };
  });

/** A message may leave this long before the kill without being written down as sent. */
const ON_THE_WAY_MS = 2000;

/** Whether the alert's first message left in the moments before the kill, and its one other message after the restart. */
export const wasOnTheWay = ({ messages }: Outcome, killedAt: number | undefined): boolean => {
  const [first, second] = messages;
  if (killedAt === undefined || messages.length !== 2) return false;
  return first?.life === 1 && first.at >= killedAt - ON_THE_WAY_MS && second?.life === 2;
};

/** Whether the alert was accepted before the kill, and had no message by then. */
export const waitedAt = ({ acceptedAt, messages }: Outcome, killedAt: number | undefined): boolean =>
  killedAt !== undefined &&
  acceptedAt !== undefined &&
  acceptedAt < killedAt &&
  messages.every(({ life }) => life === 2);
