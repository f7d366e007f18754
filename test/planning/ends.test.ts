import { describe, expect, it } from 'vitest';
import type { Pending } from '../../lib/captures/capture.ts';
import { endsOf } from '../../lib/planning/ends.ts';
import type { Gate } from '../../lib/planning/quota.ts';
import { aCapture, DAY, HOUR, NOW, without } from '../support/factories.ts';

const GIVE_UP_MS = 7 * DAY;
const OPEN: Gate = { closedUntil: 0, strikes: 0 };

const endsOn = (pending: readonly Pending[], missing: Readonly<Record<string, number>> = {}) =>
  endsOf(pending, { ...OPEN, missing }, GIVE_UP_MS, NOW).map(({ group: { leader, followers }, failure }) => ({
    ids: [leader, ...followers].map(({ id }) => id),
    failure,
  }));

describe('ends: captures that wait for too long', () => {
  it('end each on its own: what is told of them is told together', () => {
    const captures = [
      aCapture({ id: 'a', receivedAt: NOW - GIVE_UP_MS }),
      aCapture({ id: 'b', receivedAt: NOW - GIVE_UP_MS - HOUR }),
      aCapture({ id: 'c', receivedAt: NOW - GIVE_UP_MS, testId: '2' }),
      aCapture({ id: 'd', receivedAt: NOW - GIVE_UP_MS + 1 }),
    ];

    expect(endsOn(captures)).toEqual([
      { ids: ['a'], failure: { code: 'gave_up', detail: 'waiting since 2026-02-23T10:00:00.000Z' } },
      { ids: ['b'], failure: { code: 'gave_up', detail: 'waiting since 2026-02-23T09:00:00.000Z' } },
      { ids: ['c'], failure: { code: 'gave_up', detail: 'waiting since 2026-02-23T10:00:00.000Z' } },
    ]);
  });

  it('wait anew from when they were sent again, and the detail says since when they are there', () => {
    const receivedAt = NOW - GIVE_UP_MS - HOUR;
    const sentAgain = aCapture({ id: 'again', receivedAt, sentAgainAt: NOW - GIVE_UP_MS });
    const goesOn = aCapture({ id: 'goes on', receivedAt, sentAgainAt: NOW - GIVE_UP_MS + 1 });

    expect(endsOn([sentAgain, goesOn])).toEqual([
      { ids: ['again'], failure: { code: 'gave_up', detail: 'waiting since 2026-02-23T09:00:00.000Z' } },
    ]);
  });
});

describe('ends: captures of a test that is missing', () => {
  it('end in as many notices as hold them all', () => {
    const captures = Array.from({ length: 103 }, (_, index) => aCapture({ id: `${index}` }));

    expect(endsOn(captures, { '74411/3417721': NOW + 1 }).map(({ ids }) => ids.length)).toEqual([51, 51, 1]);
  });

  const missing = { '74411/3417721': NOW + 1 };

  it('end by their tests, the oldest of each first', () => {
    const captures = [
      aCapture({ id: 'newer', receivedAt: NOW }),
      aCapture({ id: 'other test', testId: '9', receivedAt: NOW - 2 }),
      aCapture({ id: 'older', receivedAt: NOW - 1 }),
      aCapture({ id: 'another account group', aid: '2' }),
      aCapture({ id: 'one where it is not missing', aid: '3' }),
    ];

    const known = { ...missing, '74411/9': NOW + 1, '2/3417721': NOW + 1 };
    expect(endsOn(captures, known).map(({ ids }) => ids)).toEqual([
      ['older', 'newer'],
      ['other test'],
      ['another account group'],
    ]);
  });

  it('end as long as that is believed', () => {
    expect(endsOn([aCapture({ id: 'a' })], missing)).toEqual([
      { ids: ['a'], failure: { code: 'test_not_found', detail: '404 for this test a moment ago' } },
    ]);
    expect(endsOn([aCapture()], { '74411/3417721': NOW })).toEqual([]);
    expect(endsOn([without(aCapture(), 'testId')], missing)).toEqual([]);
    expect(endsOf([aCapture()], OPEN, GIVE_UP_MS, NOW)).toEqual([]);
  });

  it.each([
    { name: 'by hand', capture: aCapture({ reason: 'manual' }) },
    { name: 'sent again', capture: aCapture({ sentAgainAt: NOW - 1 }) },
    { name: 'of another test', capture: aCapture({ testId: '2' }) },
  ])('go on where a person wants it, or it is another one: $name', ({ capture }) => {
    expect(endsOn([capture], missing)).toEqual([]);
  });

  it('are given up where they wait for too long as well', () => {
    expect(endsOn([aCapture({ receivedAt: 0 })], missing)).toMatchObject([{ failure: { code: 'gave_up' } }]);
  });
});
