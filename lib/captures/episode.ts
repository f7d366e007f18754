import type { Alert } from '../alerts/alert.ts';
import type { Capture } from './capture.ts';
import { eventIdOf } from './identity.ts';

/* An episode: one alert from its trigger to its clear. One alert id may have several episodes. */

/**
 * The triggers of the episode that a clear ends, the first one first: those after the previous clear. Without an event id,
 * an earlier clear with no trigger after it counts as a delivery of this clear.
 *
 * @param captures the captures of the same alert id
 * @param clearedAt arrival of the clear, in epoch milliseconds
 */
export const triggersOfEpisode = (captures: readonly Capture[], clear: Alert, clearedAt: number): Capture[] => {
  const eventId = eventIdOf(clear);
  const earlier = captures
    .filter(({ aid, receivedAt }) => receivedAt <= clearedAt && (aid ?? clear.aid) === (clear.aid ?? aid))
    .filter(({ alert }) => alert !== undefined && (isTrigger(alert) || !eventId || eventIdOf(alert) !== eventId))
    .toSorted((a, b) => a.receivedAt - b.receivedAt);
  const until = eventId === undefined ? earlier.findLastIndex(({ alert }) => isTrigger(alert)) + 1 : earlier.length;
  const before = earlier.slice(0, until);
  return before.slice(before.findLastIndex(({ alert }) => !isTrigger(alert)) + 1);
};

const isTrigger = (alert: Alert | undefined): boolean => alert?.transition === 'trigger';
