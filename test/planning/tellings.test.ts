import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../lib/captures/failure.ts';
import { MAX_FOLLOWERS, membersOf } from '../../lib/planning/groups.ts';
import { heldUntil, tellingsOf } from '../../lib/planning/tellings.ts';
import { aCapture, aFailed, aSnapshot, HOUR, MINUTE, NOW, SECOND } from '../support/factories.ts';

const TOPIC = { releaseAt: 0, toldAt: {} };
const failed = (id: string, code: FailureCode, rest: Parameters<typeof aFailed>[0] = {}) =>
  aFailed({ id, failure: { code, detail: '' }, ...rest });
const idsOf = (captures: readonly { readonly id: string }[]) => captures.map(({ id }) => id);

describe('tellings: what waits to be told', () => {
  it('is what came to its end and nobody has in hand, the oldest first', () => {
    const captures = [
      aCapture({ id: 'newer', state: 'created', snapshot: aSnapshot() }),
      failed('older', 'forbidden', { receivedAt: NOW - MINUTE }),
      aCapture({ id: 'in hand', state: 'created', snapshot: aSnapshot(), leaseUntil: NOW }),
      failed('joined', 'quarantined', { mergedInto: 'leader' }),
      aCapture({ id: 'told', state: 'published', snapshot: aSnapshot(), announcedAt: NOW }),
      aCapture({ id: 'claimed', state: 'claimed', leaseUntil: 0 }),
      aCapture({ id: 'pending' }),
    ];

    expect(tellingsOf(captures, TOPIC, NOW)).toEqual({
      ready: [expect.objectContaining({ id: 'older' }), expect.objectContaining({ id: 'newer' })],
      gatherings: [],
      held: [],
    });
  });
});

describe.each([
  { code: 'quarantined', everyMs: HOUR },
  { code: 'gave_up', everyMs: HOUR },
  { code: 'cancelled', everyMs: 20 * SECOND },
] as const)('tellings: failures that are told together, $code', ({ code, everyMs }) => {
  it('are told at once where none was told of late', () => {
    const topic = { releaseAt: 0, toldAt: { [code]: NOW - everyMs } };

    expect(idsOf(tellingsOf([failed('a', code)], topic, NOW).ready)).toEqual(['a']);
  });

  it('are one message, whatever their tests, for as many as it can tell of', () => {
    const failures = Array.from({ length: MAX_FOLLOWERS + 3 }, (_, index) =>
      failed(String(100 + index), code, { testId: `${index}` }),
    );

    const { ready, gatherings, held } = tellingsOf(failures, TOPIC, NOW);

    expect(gatherings.map((members) => idsOf(membersOf(members)))).toEqual([
      idsOf(failures.slice(0, MAX_FOLLOWERS + 1)),
      idsOf(failures.slice(MAX_FOLLOWERS + 1)),
    ]);
    expect([ready, held]).toEqual([[], []]);
  });

  it('are held after the last message, those that one message tells of already are not', () => {
    const topic = { releaseAt: 0, toldAt: { [code]: NOW - everyMs + 1 } };
    const covers = [{ captureId: 'c', severity: 'info' as const }];

    const { ready, gatherings, held } = tellingsOf([failed('a', code), failed('b', code, { covers })], topic, NOW);

    expect(held.map(({ capture, until }) => [capture.id, until])).toEqual([['a', NOW + 1]]);
    expect([idsOf(ready), gatherings]).toEqual([['b'], []]);
  });

  it('do not wait for those of another kind', () => {
    const other = code === 'cancelled' ? 'gave_up' : 'cancelled';
    const topic = { releaseAt: 0, toldAt: { [other]: NOW } };

    expect(idsOf(tellingsOf([failed('a', code), failed('b', 'rejected')], topic, NOW).ready)).toEqual(['a', 'b']);
  });
});

describe('tellings: when what is held can be told', () => {
  const until = { leaseUntil: NOW + MINUTE };

  it.each([
    {
      name: 'a second after its hold, for clocks differ',
      capture: failed('a', 'cancelled', until),
      at: NOW + MINUTE + SECOND,
    },
    {
      name: 'at no time, for it is over',
      capture: failed('a', 'cancelled', { leaseUntil: NOW - SECOND }),
      at: undefined,
    },
    { name: 'at no time, for it is told on its own', capture: failed('a', 'forbidden', until), at: undefined },
    {
      name: 'at no time, for its message is made',
      capture: failed('a', 'cancelled', { ...until, covers: [] }),
      at: undefined,
    },
    {
      name: 'at no time, for its leader tells it',
      capture: failed('a', 'cancelled', { ...until, mergedInto: 'b' }),
      at: undefined,
    },
    {
      name: 'at no time, for it is told',
      capture: { ...failed('a', 'cancelled', until), announcedAt: NOW, endedAt: undefined },
      at: undefined,
    },
    {
      name: 'at no time, for it is claimed',
      capture: aCapture({ state: 'claimed', leaseUntil: NOW + MINUTE }),
      at: undefined,
    },
  ])('is $name', ({ capture, at }) => {
    expect(heldUntil(capture, NOW)).toBe(at);
  });
});
