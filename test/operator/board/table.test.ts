import { describe, expect, it } from 'vitest';
import { A_VIEWER, AN_OPERATOR } from '../../support/board.ts';
import type { Capture } from '../../../lib/captures/capture.ts';
import { markupOf } from '../../../lib/operator/board/html.ts';
import { renderBoard } from '../../../lib/operator/board/page.ts';
import { renderCancelAll } from '../../../lib/operator/board/parts/cancel.ts';
import type { Filter } from '../../../lib/operator/board/parts/filter.ts';
import { renderTable } from '../../../lib/operator/board/parts/table.ts';
import { statusOf } from '../../../lib/operator/status.ts';
import { viewOf } from '../../../lib/operator/view.ts';
import { turnsOf } from '../../../lib/planning/due-times.ts';
import { aCapture, anAlert, aQuota, aSnapshot, MINUTE, NOW, SECOND } from '../../support/factories.ts';

const boardOf = (capture: Capture) => ({
  operator: AN_OPERATOR,
  filter: {},
  status: statusOf(aQuota([0]), [], 1000, 5 * MINUTE, NOW),
  turns: [],
  captures: [viewOf(capture)],
  now: NOW,
});
const dropped = (state: 'ignored' | 'cancelled') =>
  aCapture({ state, receivedAt: NOW - MINUTE, endedAt: NOW - 20 * SECOND });
const textOf = (markup: string) => markup.replaceAll(/<[^>]+>/g, ' ');

describe('the board: cancelling what waits', () => {
  const waiting = [
    aCapture({ id: 'a'.repeat(32), testId: '1', receivedAt: NOW - MINUTE }),
    aCapture({ id: 'b'.repeat(32), testId: '2' }),
    aCapture({ id: 'c'.repeat(32), testId: '2' }),
  ];
  const boardWith = (filter: Filter) => ({
    ...boardOf(waiting[1] ?? aCapture()),
    filter,
    turns: turnsOf(waiting, aQuota([0]), 5 * MINUTE, NOW),
  });

  it.each<{ filter: Filter; ids: string }>([
    { filter: {}, ids: 'abc' },
    { filter: { state: 'pending' }, ids: 'abc' },
    { filter: { testId: '2' }, ids: 'bc' },
    { filter: { since: '2026-03-02T10:00:00Z' }, ids: 'bc' },
    { filter: { since: '2026-03-02T09:59' }, ids: 'abc' },
    { filter: { state: 'failed' }, ids: '' },
    { filter: { testId: '3' }, ids: '' },
    // A capture that the list does not show must not be cancelled.
    { filter: { find: '2' }, ids: 'bc' },
    { filter: { severity: 'critical' }, ids: '' },
    { filter: { alertId: 'another' }, ids: '' },
    { filter: { aid: '9' }, ids: '' },
    { filter: { reason: 'manual' }, ids: '' },
    { filter: { severity: 'urgent' }, ids: '' },
  ])('offers all of the filter, and says how many they are: $filter', ({ filter, ids }) => {
    const markup = markupOf(renderCancelAll(boardWith(filter)));

    expect(markup).toContain(`data-cancel="${Array.from(ids, (id) => id.repeat(32)).join(' ')}"`);
    expect(markup).toContain(`what waits: ${ids.length} capture`);
    expect(/^<details[^>]* hidden/.test(markup)).toBe(ids === '');
  });

  it('offers each that waits for its turn, and none that is in hand', () => {
    const board = boardWith({});

    expect(markupOf(renderTable(board))).toContain(`data-cancel="${'b'.repeat(32)}"`);
    expect(markupOf(renderTable({ ...board, turns: [] }))).not.toContain('data-cancel');
  });
});

describe('the board: people', () => {
  it('are named if they asked for a capture, sent it again or cancelled it', () => {
    const rowOf = (capture: Capture) => textOf(markupOf(renderTable(boardOf(capture))));

    expect(rowOf(aCapture({ reason: 'manual', requestedBy: 'anna' }))).toContain('asked for by  anna ');
    expect(rowOf(aCapture({ requestedBy: 'anna' }))).toContain('sent again by  anna ');
    expect(rowOf({ ...dropped('cancelled'), cancelledBy: 'ben' })).toContain('cancelled by  ben ');
    expect(rowOf(aCapture({ cancelledBy: 'ben' }))).not.toContain('ben'); // an older version sent it again, and kept the field
    expect(rowOf(aCapture())).not.toContain(' by ');
  });

  it('who may only read get no buttons', () => {
    const board = {
      ...boardOf(aCapture()),
      operator: A_VIEWER,
      turns: turnsOf([aCapture()], aQuota([0]), MINUTE, NOW),
    };

    expect(markupOf(renderTable({ ...board, operator: AN_OPERATOR }))).toContain('data-cancel');
    expect(markupOf(renderTable(board))).not.toContain('<button');
    expect(markupOf(renderTable({ ...boardOf(dropped('cancelled')), operator: A_VIEWER }))).not.toContain('data-retry');
  });
});

describe('the board: a capture whose snapshot has earlier ones beside it', () => {
  it('leads to each of them, with what it shows', () => {
    const earlier = (id: string, endsAt: number) => ({ captureId: id.repeat(32), snapshot: aSnapshot({ endsAt }) });
    const related = { baseline: earlier('e', NOW - 60 * MINUTE), triggerSnapshots: [earlier('d', NOW - 30 * MINUTE)] };
    const capture = aCapture({ state: 'published', snapshot: aSnapshot(), announcedAt: NOW, ...related });

    const markup = markupOf(renderTable(boardOf(capture)));

    expect(markup).toContain(`href="/captures/${'e'.repeat(32)}/link"`);
    expect(markup).toContain(`href="/captures/${'d'.repeat(32)}/link"`);
    expect(textOf(markup).replaceAll(/\s+/g, ' ')).toMatch(/trigger 07:30 – 09:30 planned 07:00 – 09:00/);
  });
});

describe('the board: an alert that waits for the closing snapshot of its test', () => {
  it('leads to the snapshot that there is, says what that shows, and can be cancelled', () => {
    const grouped = { until: NOW + 25 * MINUTE, openedBy: 'f'.repeat(32), showsUntil: '2026-03-02T10:05:00Z' };
    const capture = aCapture({ grouped });
    const turns = turnsOf([capture], aQuota([0]), 5 * MINUTE, NOW);

    const markup = markupOf(renderTable({ ...boardOf(capture), turns }));

    expect(markup).toContain(`<a href="/captures/${'f'.repeat(32)}/link"`);
    const text = textOf(markup).replaceAll(/\s+/g, ' ');
    expect(text).toContain('The first snapshot shows until 10:05:00 ; the closing one is due in 25:00 ≈ 10:25:00');
    expect(text).not.toContain('waiting');
    expect(markup).toContain(`data-cancel="${capture.id}"`);
  });
});

describe('the board: an alert that began before its range', () => {
  it('says so, with the command of a capture that covers it', () => {
    const alert = anAlert({ startedAt: '2026-03-02T04:30:00Z' });
    const capture = aCapture({ state: 'published', snapshot: aSnapshot(), announcedAt: NOW, alert });

    const text = textOf(markupOf(renderTable(boardOf(capture))));

    expect(text).toContain('began 5 h 30 min before its end; not covered');
    expect(text).toContain('&#34;hours&#34;:6,&#34;endDate&#34;:&#34;2026-03-02T10:00:00Z&#34;');
  });

  it('says nothing of it if the range shows the start', () => {
    const capture = aCapture({ state: 'published', snapshot: aSnapshot(), announcedAt: NOW });

    expect(markupOf(renderTable(boardOf(capture)))).not.toContain('not covered');
  });
});

describe('the board: a capture that is ignored', () => {
  it('says why, and leads to no failure', () => {
    const failure = { code: 'endpoint_test', detail: 'x' } as const;

    const markup = markupOf(renderTable(boardOf({ ...dropped('ignored'), failure })));

    expect(markup).toContain('<span class="none">endpoint test</span>');
    expect(markup).not.toContain('#failed-');
  });
});

describe.each(['ignored', 'cancelled'] as const)('the board: a capture that is %s', (state) => {
  it('has a row with its state, how long it took to end, and no evidence', () => {
    const row = textOf(markupOf(renderTable(boardOf(dropped(state)))));

    expect(row).toContain(state);
    expect(row).toMatch(/after\s+40/);
    expect(row).toMatch(/\bnone\b/);
    expect(row).not.toMatch(/waiting|in hand|due/);
  });

  it('can be sent again only if it was cancelled', () => {
    expect(markupOf(renderTable(boardOf(dropped(state)))).includes('data-retry')).toBe(state === 'cancelled');
  });

  it('is among neither the failures nor the links, and can be found by its state', () => {
    const page = markupOf(renderBoard(boardOf(dropped(state))));

    expect(page).toMatch(/id="failures"[^>]* hidden/);
    expect(page).toMatch(/id="links"[^>]* hidden/);
    expect(page).toContain(`<a href="/?state=${state}">${state}</a>`);
  });
});
