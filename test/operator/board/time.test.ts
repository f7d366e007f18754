import { describe, expect, it } from 'vitest';
import { markupOf } from '../../../lib/operator/board/html.ts';
import { clock, counted, countdown, date, moment, range } from '../../../lib/operator/board/time.ts';
import { DAY, HOUR, MINUTE, NOW, SECOND } from '../../support/factories.ts';

const isoAt = (ms: number) => new Date(ms).toISOString();

describe('times on the board', () => {
  it.each([
    { at: NOW + 5 * SECOND, shown: '10:00:05' },
    { at: NOW - 10 * HOUR, shown: '00:00:00' },
    { at: NOW - 10 * HOUR - SECOND, shown: '1 Mar 23:59:59' },
    { at: NOW + DAY, shown: '3 Mar 10:00:00' },
    { at: Date.UTC(2025, 2, 2, 10), shown: '2 Mar 10:00:00' },
    { at: Date.UTC(2025, 0, 31), shown: '31 Jan 00:00:00' },
    { at: Date.UTC(2025, 11, 9), shown: '9 Dec 00:00:00' },
  ])('have their day if it is not today: $shown', ({ at, shown }) => {
    expect(clock(isoAt(at), NOW)).toBe(shown);
  });

  it('name every month', () => {
    const days = Array.from({ length: 12 }, (_, month) => clock(isoAt(Date.UTC(2025, month, 1)), NOW).split(' ')[1]);

    expect(days.join(' ')).toBe('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec');
  });

  it('have their day if the year is another one, though day and month are the same', () => {
    expect(clock('2025-03-02T10:00:00.000Z', NOW)).toBe('2 Mar 10:00:00');
  });

  it('are readable by programs, from a number and from a text', () => {
    const element = '<time datetime="2026-03-02T10:00:00.000Z">10:00:00</time>';

    expect(markupOf(moment(NOW, NOW))).toBe(element);
    expect(markupOf(moment(isoAt(NOW), NOW))).toBe(element);
    expect(markupOf(date('2026-04-01T10:00:00Z'))).toBe('<time datetime="2026-04-01T10:00:00Z">1 Apr</time>');
  });

  it.each([
    { from: '2026-03-02T08:15:00Z', to: '2026-03-02T10:15:00Z', shown: '08:15–10:15' },
    { from: '2026-03-01T08:15:00Z', to: '2026-03-01T10:15:00Z', shown: '1 Mar 08:15–10:15' },
    { from: '2026-03-01T23:15:00Z', to: '2026-03-02T01:15:00Z', shown: '1 Mar 23:15–01:15' },
    { from: '2026-02-27T23:15:00Z', to: '2026-02-28T01:15:00Z', shown: '27 Feb 23:15–28 Feb 01:15' },
  ])('are ranges, to the minute: $shown', ({ from, to, shown }) => {
    const markup = markupOf(range(from, to, NOW));

    expect(markup.replaceAll(/<[^>]+>/g, '')).toBe(shown);
    expect(markup).toContain(`datetime="${from}"`);
    expect(markup).toContain(`datetime="${to}"`);
  });
});

describe('lengths on the board', () => {
  it.each([
    { left: -MINUTE, shown: '0:00' },
    { left: 1, shown: '0:01' },
    { left: 9 * SECOND, shown: '0:09' },
    { left: 2 * MINUTE + 13 * SECOND, shown: '2:13' },
    { left: HOUR - SECOND, shown: '59:59' },
    { left: HOUR + 2 * MINUTE + 3 * SECOND, shown: '1:02:03' },
    { left: 30 * HOUR, shown: '30:00:00' },
  ])('are counted down: $shown', ({ left, shown }) => {
    const until = NOW + left;

    const markup = markupOf(countdown(until, NOW));

    expect(markup).toBe(`<time class="left" datetime="${isoAt(until)}" data-until="${until}">${shown}</time>`);
    expect(markupOf(countdown(isoAt(until), NOW))).toBe(markup);
  });

  it.each([
    [0, '0 captures'],
    [1, '1 capture'],
    [2, '2 captures'],
  ])('count: %i', (count, shown) => {
    expect(counted(count, 'capture')).toBe(shown);
  });
});
