import { describe, expect, it } from 'vitest';
import { type Capture, isPending } from '../../../lib/captures/capture.ts';
import { timelineOf } from '../../../lib/operator/board/parts/timeline.ts';
import { viewOf } from '../../../lib/operator/view.ts';
import { aCapture, DAY, HOUR, MINUTE, NOW, SECOND } from '../../support/factories.ts';

const published = (id: string, ago: number, took = SECOND) =>
  aCapture({ id, state: 'published', receivedAt: NOW - ago, announcedAt: NOW - ago + took });
const drawn = (captures: readonly Capture[], dueAt = NOW + MINUTE) => {
  const pending = captures.filter(isPending);
  const turns = pending.map((capture) => ({ captures: [capture] as const, dueAt }));
  const { rows, from, to } = timelineOf({ captures: captures.map(viewOf), turns, now: NOW });
  return {
    ids: rows.map(({ capture }) => capture.id),
    ends: rows.map(({ end }) => end),
    from: NOW - from,
    to: to - NOW,
    rows,
  };
};

describe('timeline: captures in every state', () => {
  it('are drawn from their arrival to their end, and on to when they are due', () => {
    const { rows, ids, ends } = drawn([
      aCapture({ id: 'waits', receivedAt: NOW - MINUTE }),
      published('link', 2 * MINUTE, 30 * SECOND),
      aCapture({ id: 'in hand', state: 'claimed', receivedAt: NOW - SECOND }),
      aCapture({ id: 'failed', state: 'failed', receivedAt: NOW - MINUTE, announcedAt: NOW - 59 * SECOND }),
    ]);

    expect(ids).toEqual(['link', 'failed', 'in hand', 'waits']);
    expect(ends).toEqual(['link', 'failed', 'in-hand', 'waiting']);
    expect(rows[0]).toMatchObject({ from: NOW - 2 * MINUTE, to: NOW - 90 * SECOND });
    expect(rows[3]).toMatchObject({ from: NOW - MINUTE, to: NOW, dueAt: NOW + MINUTE });
  });

  it('reach to when the last is due', () => {
    expect(drawn([aCapture({ id: 'waits' })], NOW + 9 * MINUTE).to).toBe(9 * MINUTE);
  });

  it('are in the order of their ends, and among equals of their arrivals', () => {
    const { ids } = drawn([
      published('later', 2 * MINUTE, MINUTE),
      published('first', 5 * MINUTE, MINUTE),
      published('earlier', 3 * MINUTE, 2 * MINUTE),
    ]);

    expect(ids).toEqual(['first', 'earlier', 'later']);
  });

  it.each(['ignored', 'cancelled'] as const)('end where they were dropped, and are due no more: %s', (state) => {
    const { rows } = drawn([aCapture({ id: 'dropped', state, receivedAt: NOW - MINUTE, endedAt: NOW - 20 * SECOND })]);

    expect(rows).toEqual([
      { capture: expect.objectContaining({ state }), from: NOW - MINUTE, to: NOW - 20 * SECOND, end: 'dropped' },
    ]);
  });
});

describe('timeline: how far it looks back', () => {
  it('is as far as half of what is listed, not as far as the one of last week', () => {
    const { ids, from } = drawn([published('a', MINUTE), published('b', 5 * MINUTE), published('old', 7 * DAY)]);

    expect(ids).toEqual(['b', 'a']);
    expect(from).toBe(5 * MINUTE);
  });

  it('is far enough for whatever is open', () => {
    const { ids } = drawn([
      published('a', MINUTE),
      published('b', MINUTE),
      aCapture({ id: 'stuck', receivedAt: NOW - 9 * HOUR }),
    ]);

    expect(ids).toContain('stuck');
  });

  it.each([
    { ago: 15 * MINUTE },
    { ago: HOUR },
    { ago: 3 * HOUR },
    { ago: 12 * HOUR },
    { ago: DAY },
    { ago: 3 * DAY },
    { ago: 7 * DAY },
    { ago: 30 * DAY },
    { ago: 365 * DAY },
  ])('is the shortest of its spans that shows half of what is listed: $ago ms', ({ ago }) => {
    const { ids } = drawn([published('half', ago), published('older', ago + 1)]);

    expect(ids).toEqual(['half']);
  });

  it('is as far as what is open arrived, and not further', () => {
    const open = aCapture({ id: 'open', receivedAt: NOW - HOUR });
    const held = aCapture({ id: 'held', state: 'created', receivedAt: NOW - HOUR });

    expect(drawn([open, published('older', HOUR + 1)]).ids).toEqual(['open']);
    expect(drawn([held, published('older', HOUR + 1)]).ids).toEqual(['held']);
  });

  it('shows all if even the longest of its spans does not reach', () => {
    expect(drawn([aCapture({ id: 'open', receivedAt: NOW - 400 * DAY })]).ids).toEqual(['open']);
  });

  it('is a minute if nothing is there', () => {
    expect(drawn([])).toMatchObject({ ids: [], from: MINUTE, to: 0 });
  });
});

describe('timeline: what is dropped', () => {
  it.each(['ignored', 'cancelled'] as const)('does not stretch it as what is open does: %s', (state) => {
    const { ids } = drawn([
      published('a', MINUTE),
      published('b', MINUTE),
      aCapture({ id: 'dropped', state, receivedAt: NOW - 9 * HOUR, endedAt: NOW - 8 * HOUR }),
    ]);

    expect(ids).toEqual(['a', 'b']);
  });
});

describe('timeline: a storm of more than it has lines for', () => {
  it('shows what is open first, and of the rest the newest', () => {
    const done = Array.from({ length: 100 }, (_, index) => published(`done ${index}`, (1 + index) * SECOND));
    const { ids } = drawn([...done, aCapture({ id: 'waits', receivedAt: NOW - SECOND })]);

    expect(ids).toHaveLength(60);
    expect(ids.at(-1)).toBe('waits');
    expect(ids).toContain('done 0');
    expect(ids).not.toContain('done 99');
  });
});
