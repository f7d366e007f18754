import { describe, expect, it } from 'vitest';
import { isPending } from '../../lib/captures/capture.ts';
import { captureOfRequest } from '../../lib/captures/from-request.ts';
import { captureOfSchedule } from '../../lib/captures/from-schedule.ts';
import { captureIdOfAlert, captureIdOfQuarantined, groupKeyOf, testKeyOf } from '../../lib/captures/identity.ts';
import { aCapture, anAlert, HOUR, NOW, without } from '../support/factories.ts';

describe('the id of a capture', () => {
  const evidence = { name: 'monday', scheduledTime: '2026-03-02T09:00:00Z', hours: 2 } as const;

  // A delivery that is repeated after an update has to find the capture that the earlier version made of it.
  it.each([
    { name: 'an alert', id: captureIdOfAlert(anAlert(), '{}', NOW), expected: '35286cea686d16ce413d18fbeebdda77' },
    {
      name: 'a body that nobody knows',
      id: captureIdOfQuarantined('{}', NOW),
      expected: 'd7ce792565d4cef7db86ca4eca2c2137',
    },
    {
      name: 'a request',
      id: captureOfRequest({ testId: '1', hours: 2 }, NOW, 'key', 'anna').id,
      expected: 'c4d60d7f6aa41126952aba95116e462e',
    },
    {
      name: 'a schedule',
      id: captureOfSchedule(evidence, { testId: '1' }, NOW).id,
      expected: 'f13fbd68e28aa9bf3b768ec4a6223d1a',
    },
  ])('stays what it is, from version to version: $name', ({ id, expected }) => {
    expect(id).toBe(expected);
  });

  it('of an alert without any id is another one with the next hour, and with another body', () => {
    const alert = without(anAlert(), 'alertId', 'eventId');
    const ids = [
      captureIdOfAlert(alert, '{}', NOW),
      captureIdOfAlert(alert, '{}', NOW + HOUR - 1),
      captureIdOfAlert(alert, '{}', NOW + HOUR),
      captureIdOfAlert(alert, '{ }', NOW),
    ];

    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('captures that wait together', () => {
  it.each([
    { name: 'those of one test', capture: aCapture(), key: '74411/3417721' },
    {
      name: 'those of one test in the token’s own account group',
      capture: without(aCapture(), 'aid'),
      key: '-/3417721',
    },
    { name: 'none, where the test is not known', capture: without(aCapture({ id: 'a' }), 'testId'), key: 'a' },
    { name: 'none, where it is tried alone', capture: aCapture({ id: 'a', alone: true }), key: 'a' },
    {
      name: 'those that were refused together',
      capture: aCapture({ id: 'a', alone: true, refusal: '400' }),
      key: '74411/3417721 alone',
    },
    {
      name: 'none, where the test of a refused one is not known',
      capture: without(aCapture({ id: 'a', alone: true, refusal: '400' }), 'testId'),
      key: 'a',
    },
  ])('are $name', ({ capture, key }) => {
    expect(groupKeyOf(capture)).toBe(key);
  });

  it('are of a test, as far as that is known', () => {
    expect(testKeyOf({ testId: '1', aid: '2' })).toBe('2/1');
    expect(testKeyOf({ aid: '2' })).toBeUndefined();
  });

  it('are pending', () => {
    const states = ['pending', 'claimed', 'created', 'published', 'failed'] as const;

    expect(states.filter((state) => isPending(aCapture({ state })))).toEqual(['pending']);
  });
});
