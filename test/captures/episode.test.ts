import { describe, expect, it } from 'vitest';
import type { Alert } from '../../lib/alerts/alert.ts';
import { triggersOfEpisode } from '../../lib/captures/episode.ts';
import { aCapture, anAlert, HOUR, MINUTE, NOW, without } from '../support/factories.ts';

const CLEAR = anAlert({ transition: 'clear', eventId: 'clear' });
const at = (minutesAgo: number, transition: Alert['transition'] = 'trigger', rest: object = {}) =>
  aCapture({
    receivedAt: NOW - minutesAgo * MINUTE,
    alert: anAlert({ transition, eventId: `${minutesAgo}` }),
    ...rest,
  });

/** When the first trigger of the episode arrived. */
const startOf = (...given: Parameters<typeof triggersOfEpisode>) => triggersOfEpisode(...given)[0]?.receivedAt;

describe('the start of an episode', () => {
  it.each([
    { name: 'nothing was captured', captures: [], start: undefined },
    { name: 'its trigger', captures: [at(30)], start: 30 },
    { name: 'its first trigger, and no escalation', captures: [at(5), at(30), at(10)], start: 30 },
    {
      name: 'the first one behind the clear before',
      captures: [at(90), at(60, 'clear'), at(40), at(20)],
      start: 40,
    },
    { name: 'no trigger of an episode that is over', captures: [at(90), at(60, 'clear')], start: undefined },
    { name: 'no later one', captures: [at(30), at(-1)], start: 30 },
    { name: 'one of this very moment', captures: [at(0)], start: 0 },
    {
      name: 'its trigger, if the clear itself was captured a moment ago',
      captures: [at(30), { ...at(1, 'clear'), alert: CLEAR }],
      start: 30,
    },
    { name: 'none of another account group', captures: [at(30, 'trigger', { aid: '1' })], start: undefined },
    { name: 'nothing that is no alert', captures: [without(at(30), 'alert')], start: undefined },
  ])('is that of $name', ({ captures, start }) => {
    expect(startOf(captures, CLEAR, NOW)).toBe(start === undefined ? undefined : NOW - start * MINUTE);
  });

  // Every earlier clear was once taken for a delivery of this one, so the window showed earlier episodes, too.
  it.each([
    { name: 'no event id', ids: (): object => ({}) },
    { name: 'the alert’s id as that of the event', ids: ({ alertId = '' }: Alert) => ({ eventId: alertId }) },
  ])('is that of its own trigger where a template sends $name', ({ ids }) => {
    const like = (alert: Alert): Alert => ({ ...without(alert, 'eventId'), ...ids(alert) });
    const given = [at(90), at(60, 'clear'), at(40), at(20)].map((capture) => ({
      ...capture,
      ...(capture.alert && { alert: like(capture.alert) }),
    }));
    const repeated = { ...at(1, 'clear'), alert: like(CLEAR) };

    expect(startOf(given, like(CLEAR), NOW)).toBe(NOW - 40 * MINUTE);
    expect(startOf([...given, repeated], like(CLEAR), NOW)).toBe(NOW - 40 * MINUTE);
    expect(startOf(given.slice(0, 2), like(CLEAR), NOW)).toBe(NOW - 90 * MINUTE);
    expect(startOf([repeated], like(CLEAR), NOW)).toBeUndefined();
  });

  it('may be of an account group that only one of them names', () => {
    const withoutAid = without(at(60), 'aid');

    expect(startOf([withoutAid], CLEAR, NOW)).toBe(NOW - HOUR);
    expect(startOf([at(60)], without(CLEAR, 'aid'), NOW)).toBe(NOW - HOUR);
  });
});
