import { describe, expect, it } from 'vitest';
import type { Capture } from '../../../lib/captures/capture.ts';
import { markupOf } from '../../../lib/operator/board/html.ts';
import { renderTimeline } from '../../../lib/operator/board/parts/timeline.ts';
import { aBoard } from '../../support/board.ts';
import { aCapture, aQuota, aSnapshot, HOUR, MINUTE, NOW, SECOND, without } from '../../support/factories.ts';

const published = (id: string, ago: number) =>
  aCapture({ id, state: 'published', receivedAt: NOW - ago, announcedAt: NOW - ago + MINUTE, snapshot: aSnapshot() });
const waiting = (id: string, ago: number) => aCapture({ id, receivedAt: NOW - ago });
const failed = (id: string, ago: number) =>
  aCapture({
    id,
    state: 'failed',
    receivedAt: NOW - ago,
    announcedAt: NOW - ago + MINUTE,
    failure: { code: 'rejected', detail: '400' },
  });

/** The values of a numeric attribute, in the order of the matching elements. */
const numbersOf = (markup: string, element: RegExp, attribute: string) =>
  [...markup.matchAll(element)].map(([tag]) =>
    Number.parseFloat(new RegExp(` ${attribute}="([^"]+)"`).exec(tag)?.[1] ?? ''),
  );

const drawn = (captures: readonly Capture[], releaseAt = NOW) => {
  const markup = markupOf(renderTimeline(aBoard(captures, { quota: aQuota([releaseAt]) })));
  return {
    markup,
    label: /aria-label="([^"]*)"/.exec(markup)?.[1],
    height: numbersOf(markup, /<svg role="img"[^>]*>/g, 'height')[0] ?? 0,
    ticks: [...markup.matchAll(/text-anchor="(\w+)">([^<]*)</g)].map(([, anchor, text]) => [anchor, text]),
    grid: numbersOf(markup, /<line class="grid"[^>]*>/g, 'x1'),
    now: numbersOf(markup, /<line class="now"[^>]*>/g, 'x1')[0] ?? 0,
    from: numbersOf(markup, /<line class="wait"[^>]*>/g, 'x1'),
    to: numbersOf(markup, /<line class="wait"[^>]*>/g, 'x2'),
    ahead: numbersOf(markup, /<line class="ahead"[^>]*>/g, 'x2'),
    y: numbersOf(markup, /<line class="wait"[^>]*>/g, 'y1'),
    rows: [...markup.matchAll(/<g class="row (\w+) ([\w-]+)"><title>([^<]*)</g)].map(([, level, end, title]) => ({
      level,
      end,
      title,
    })),
  };
};

describe('the timeline, as it is drawn', () => {
  const captures = [
    published('link', 10 * MINUTE),
    failed('failed', 8 * MINUTE),
    waiting('waits', 5 * MINUTE),
    aCapture({ id: 'held', state: 'claimed', receivedAt: NOW - MINUTE }),
  ];

  it('says in words what it shows', () => {
    expect(drawn(captures).label).toBe('1 with a link, 1 waiting, 1 in hand, 1 failed');
    expect(drawn([published('a', MINUTE), published('b', MINUTE), waiting('c', MINUTE)]).label).toBe(
      '2 with a link, 1 waiting, 0 in hand, 0 failed',
    );
  });

  it('counts its captures, and says how long it is', () => {
    expect(drawn(captures).markup).toContain('<small>4 captures, 10 min, UTC</small>');
    expect(drawn([published('a', 90 * MINUTE)]).markup).toContain('<small>1 capture, 1 h 30 min, UTC</small>');
  });

  it('has a line for each, with its urgency, its end, and what it was', () => {
    expect(drawn(captures).rows).toEqual([
      { level: 'major', end: 'link', title: 'Shop checkout: published, major, 1 min' },
      { level: 'major', end: 'failed', title: 'Shop checkout: failed, major, 1 min' },
      { level: 'major', end: 'waiting', title: 'Shop checkout: pending, major, 5 min' },
      { level: 'major', end: 'in-hand', title: 'Shop checkout: claimed, major, 1 min' },
    ]);
  });

  it('names a line by its test’s id if it has no name, and by nothing if it has none', () => {
    const nameless = without(waiting('a', MINUTE), 'testName', 'alert');

    expect(drawn([nameless]).rows[0]?.title).toMatch(/^3417721: pending/);
    expect(drawn([without(nameless, 'testId')]).rows[0]?.title).toMatch(/^: pending/);
  });

  it('goes from its first capture at the left to now, or to the last that is due, at the right', () => {
    const past = drawn([published('a', 10 * MINUTE), published('b', 5 * MINUTE)]);
    const ahead = drawn([published('a', 10 * MINUTE), waiting('b', 5 * MINUTE)], NOW + 10 * MINUTE);

    expect([past.from[0], past.now]).toEqual([1.5, 98.5]);
    expect(past.to[0]).toBeCloseTo(1.5 + 9.7, 1);
    expect(past.from[1]).toBeCloseTo(50, 1);
    expect([ahead.now, ahead.ahead]).toEqual([50, [98.5]]);
    expect(past.ahead).toEqual([]);
  });

  it('marks a link and what waits with a dot, and a failure with a cross, at their ends', () => {
    const { markup } = drawn(
      [published('link', 10 * MINUTE), failed('failed', 8 * MINUTE), waiting('waits', 4 * MINUTE)],
      NOW + 10 * MINUTE,
    );

    expect(markup.match(/<circle/g)).toHaveLength(2);
    expect(markup.match(/<svg x="[^"]*" y="[^"]*" overflow="visible"><path/g)).toHaveLength(1);
    expect(numbersOf(markup, /<circle[^>]*>/g, 'cx')).toEqual([expect.closeTo(1.5 + 97 / 20, 1), 98.5]);
    expect(new Set(numbersOf(markup, /<circle[^>]*>/g, 'r')).size).toBe(2);
  });

  it('has its lines below each other, within its height, however many they are', () => {
    for (const count of [1, 4, 30, 60]) {
      const { y, height } = drawn(
        Array.from({ length: count }, (_, index) => published(`${index}`, (1 + index) * SECOND)),
      );

      expect(y).toHaveLength(count);
      expect(y.toSorted((a, b) => a - b)).toEqual(y);
      expect(new Set(y).size).toBe(count);
      expect(Math.min(...y)).toBeGreaterThan(0);
      expect(Math.max(...y)).toBeLessThan(height);
      expect(height).toBeLessThan(450);
    }
  });

  it('has lines of one distance if they are few, and nearer ones if they are many', () => {
    const distanceOf = (count: number) => {
      const { y } = drawn(Array.from({ length: count }, (_, index) => published(`${index}`, (1 + index) * SECOND)));
      return (y[1] ?? 0) - (y[0] ?? 0);
    };

    expect([distanceOf(2), distanceOf(20), distanceOf(40), distanceOf(60)]).toEqual([18, 18, 10, 6]);
  });

  it('has five times below it, to the second within an hour, to the minute beyond', () => {
    expect(drawn([published('a', 20 * MINUTE)]).ticks).toEqual([
      ['start', '09:40:00'],
      ['middle', '09:45:00'],
      ['middle', '09:50:00'],
      ['middle', '09:55:00'],
      ['end', '10:00:00'],
    ]);
    expect(drawn([published('a', HOUR)]).ticks.map(([, text]) => text)).toEqual([
      '09:00',
      '09:15',
      '09:30',
      '09:45',
      '10:00',
    ]);
    expect(drawn([published('a', 20 * MINUTE)]).grid).toEqual([1.5, 25.75, 50, 74.25, 98.5]);
  });

  it('is hidden if there is nothing to show', () => {
    expect(drawn([]).markup).toMatch(/aria-labelledby="timeline-title" hidden>/);
    expect(drawn(captures).markup).not.toContain(' hidden>');
  });
});
