import type { Alert } from '../alerts/alert.ts';
import type { Capture } from './capture.ts';

/* An episode: one alert from its trigger to its clear. The same alert id may have several. */

/**
 * When the episode that a clear ends began: the arrival of its first trigger behind the clear before.
 *
 * @param captures those of the same alert id
 * @returns epoch milliseconds; undefined if no trigger of it was captured
 */
export const startOfEpisode = (captures: readonly Capture[], clear: Alert, clearedAt: number): number | undefined => {
  const earlier = captures
    .filter(({ aid, receivedAt }) => receivedAt <= clearedAt && (aid ?? clear.aid) === (clear.aid ?? aid))
    .filter(({ alert }) => alert !== undefined && (alert.transition === 'trigger' || alert.eventId !== clear.eventId))
    .toSorted((a, b) => a.receivedAt - b.receivedAt);
  const lastClear = earlier.findLastIndex(({ alert }) => alert?.transition === 'clear');
  return earlier[lastClear + 1]?.receivedAt;
};
