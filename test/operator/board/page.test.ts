import { describe, expect, it } from 'vitest';
import { AN_OPERATOR } from '../../support/board.ts';
import { WINDOW_HOURS } from '../../../lib/captures/window.ts';
import { headlineOf } from '../../../lib/operator/board/parts/headline.ts';
import { renderBoard } from '../../../lib/operator/board/page.ts';
import { viewOf } from '../../../lib/operator/view.ts';
import { markupOf } from '../../../lib/operator/board/html.ts';
import { renderLinks } from '../../../lib/operator/board/links.ts';
import type { Quota } from '../../../lib/planning/quota.ts';
import { statusOf } from '../../../lib/operator/status.ts';
import { turnsOf } from '../../../lib/planning/due-times.ts';
import { aCapture, aQuota, aSnapshot, MINUTE, NOW, SECOND } from '../../support/factories.ts';

const PERIOD = 300 * SECOND;
const boardOf = (captures: readonly ReturnType<typeof aCapture>[] = [], quota: Quota = aQuota([0, 0]), filter = {}) => {
  const open = captures.filter(({ state }) => ['pending', 'claimed', 'created'].includes(state));
  return {
    operator: AN_OPERATOR,
    filter,
    status: statusOf(quota, open, 1000, PERIOD, NOW),
    turns: turnsOf(open, quota, PERIOD, NOW),
    captures: captures.map(viewOf),
    now: NOW,
  };
};

describe('the board: its headline', () => {
  const waiting = [aCapture({ id: 'a' }), aCapture({ id: 'b' })];
  const closed = (reason: 'unauthorized' | 'rate_limited') => aQuota([0], { closedUntil: NOW + MINUTE, reason });

  it.each([
    { name: 'new', board: boardOf(), tone: 'calm', text: 'No evidence yet' },
    {
      name: 'new, behind a filter',
      board: boardOf([], aQuota([0]), { state: 'failed' }),
      tone: 'calm',
      text: 'Nothing is waiting',
    },
    { name: 'all done', board: boardOf([aCapture({ state: 'published' })]), tone: 'calm', text: 'Nothing is waiting' },
    { name: 'in hand', board: boardOf([aCapture({ state: 'claimed' })]), tone: 'busy', text: '1 capture in hand' },
    { name: 'two of one test', board: boardOf(waiting), tone: 'busy', text: '2 captures waiting for 1 snapshot' },
    {
      name: 'a bad token',
      board: boardOf(waiting, closed('unauthorized')),
      tone: 'blocked',
      text: 'ThousandEyes refuses the token; 2 captures waiting',
    },
    {
      name: 'a 429',
      board: boardOf([], closed('rate_limited')),
      tone: 'blocked',
      text: 'ThousandEyes says that the quota is spent',
    },
  ])('$name', ({ board, tone, text }) => {
    expect(headlineOf(board)).toMatchObject({ tone, text });
  });
});

describe('the board: its headline in an outage', () => {
  const tried = (id: string, attempts: number) => aCapture({ id, testId: id, attempts });

  it.each([
    {
      name: 'says how many are tried again',
      captures: [tried('1', 0), tried('2', 1), tried('3', 4)],
      says: '2 of them are tried again: ThousandEyes gave no answer, or an error. The due times may move. ',
    },
    { name: 'counts one', captures: [tried('1', 0), tried('2', 1)], says: '1 of them is tried again: ' },
    {
      name: 'counts those that share a snapshot',
      captures: [tried('1', 1), { ...tried('1', 1), id: '2' }],
      says: '2 of them are tried again: ',
    },
    { name: 'has one alone', captures: [tried('1', 1)], says: 'It is tried again: ' },
  ])('$name', ({ captures, says }) => {
    expect(markupOf(headlineOf(boardOf(captures)).next)).toMatch(new RegExp(`^${says}`));
  });

  it('is silent if nothing was sent yet, and about what is in hand', () => {
    const board = boardOf([tried('1', 0), aCapture({ id: '2', testId: '2', attempts: 3, state: 'claimed' })]);

    expect(markupOf(headlineOf(board).next)).not.toContain('tried again');
  });
});

describe('the board: a link that is none', () => {
  it('is shown, and leads nowhere', () => {
    const snapshot = aSnapshot({}, { link: 'javascript:alert(1)//' });
    const page = markupOf(renderBoard(boardOf([aCapture({ state: 'published', announcedAt: NOW, snapshot })])));

    expect(page).toContain('<code>javascript:alert(1)//</code>');
    expect(page).not.toMatch(/(href|data-copy)="javascript/);
  });
});

describe('the board: the evidence of a capture', () => {
  const published = (endsAt: number) => {
    const snapshot = aSnapshot({ endsAt });
    return markupOf(
      renderLinks([viewOf(aCapture({ state: 'published', announcedAt: NOW, snapshot }))], NOW),
    ).replaceAll(/<[^>]+>/g, '');
  };

  it.each([
    { name: 'of today', endsAt: Date.parse('2026-03-02T08:48:10Z'), shown: '06:48–08:48, link until 1 Apr' },
    { name: 'over midnight', endsAt: Date.parse('2026-03-02T01:00:00Z'), shown: '1 Mar 23:00–01:00, link until 1 Apr' },
  ])('$name is listed with the time that it shows', ({ endsAt, shown }) => {
    expect(published(endsAt)).toContain(shown);
  });

  it('says that a second snapshot may exist', () => {
    expect(markupOf(renderBoard(boardOf([aCapture({ possibleDuplicate: true })])))).toContain(
      'a second snapshot may exist',
    );
  });
});

describe('the board: nothing to show', () => {
  const pageOf = (board: Parameters<typeof renderBoard>[0]) => markupOf(renderBoard(board));

  it('says where alerts come from, as long as none came', () => {
    expect(pageOf(boardOf())).toMatch(/class="empty"><p>No capture yet\.<\/p>.*\/webhooks\/thousandeyes/);
    expect(pageOf(boardOf([aCapture()]))).not.toContain('class="empty"');
  });

  it('says that it is the filter, with a way out', () => {
    const board = boardOf([], aQuota([0]), { state: 'failed' });

    expect(pageOf(board)).toMatch(/class="empty"><p>No capture fits this filter\.<\/p><p><a href="\/">/);
    expect(pageOf({ ...board, nextCursor: 'x' })).toContain(
      'No capture on this page fits the filter. Look at older captures.',
    );
  });
});

describe('the board: how often it is asked for anew', () => {
  const paceOf = (...captures: readonly ReturnType<typeof aCapture>[]) =>
    /data-pace="(\w+)"/.exec(markupOf(renderBoard(boardOf(captures))))?.[1];

  it('is often while something is open, and seldom else', () => {
    expect(paceOf(aCapture())).toBe('busy');
    expect(paceOf(aCapture({ state: 'claimed' }))).toBe('busy');
    expect(paceOf(aCapture({ state: 'published' }))).toBe('calm');
    expect(paceOf()).toBe('calm');
  });
});

describe('the board: its form for a capture by hand', () => {
  it('has every window that the API takes, two hours chosen', () => {
    const options = [...markupOf(renderBoard(boardOf())).matchAll(/<option( selected)?>(\d+)</g)];

    expect(options.map(([, , hours]) => Number(hours))).toEqual(WINDOW_HOURS);
    expect(options.filter(([, selected]) => selected).map(([, , hours]) => hours)).toEqual(['2']);
  });
});

describe('the board: its policy', () => {
  it('is kept: no inline script, style or handler', () => {
    const page = markupOf(
      renderBoard(
        boardOf([aCapture(), aCapture({ id: 'f', state: 'failed', failure: { code: 'forbidden', detail: '403' } })]),
      ),
    );

    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?! type="module" src="\/board\.js)/);
  });
});
