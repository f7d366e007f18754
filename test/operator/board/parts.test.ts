import { describe, expect, it } from 'vitest';
import { markupOf } from '../../../lib/operator/board/html.ts';
import { renderLink, renderLinks } from '../../../lib/operator/board/links.ts';
import { renderFailures as renderPart } from '../../../lib/operator/board/parts/failures.ts';
import { renderQueue } from '../../../lib/operator/board/parts/queue.ts';
import { renderSlots } from '../../../lib/operator/board/parts/slots.ts';
import { statusOf } from '../../../lib/operator/status.ts';
import { type CaptureView, viewOf } from '../../../lib/operator/view.ts';
import { A_VIEWER, AN_OPERATOR, aBoard, PERIOD, textOf } from '../../support/board.ts';
import { A_LINK, aCapture, aQuota, aSnapshot, MINUTE, NOW, SECOND } from '../../support/factories.ts';

const published = (id: string, link: string, ago: number) =>
  viewOf(aCapture({ id, state: 'published', announcedAt: NOW - ago, snapshot: aSnapshot({}, { link }) }));
const failed = (id: string, code: 'forbidden' | 'rejected' | 'quarantined') =>
  viewOf(aCapture({ id, state: 'failed', announcedAt: NOW, failure: { code, detail: `no\n${id}` } }));

describe('the board: the latest links', () => {
  it('are five, the newest first, one for each snapshot', () => {
    const captures = [4, 2, 7, 1, 6, 3, 5].map((ago) => published(`${ago}`, `${A_LINK}${ago}`, ago * MINUTE));

    const markup = markupOf(renderLinks([...captures, published('same', `${A_LINK}1`, 90 * SECOND)], NOW));

    expect([...markup.matchAll(/id="latest-(\w+)"/g)].map(([, id]) => id)).toEqual(['1', '2', '3', '4', '5']);
    expect(markup).toContain('id="copy-latest-1"');
    expect(markup).not.toContain(' hidden');
  });

  it('are hidden if there is none, and none is of a snapshot that is not announced', () => {
    const created = viewOf(aCapture({ state: 'created', snapshot: aSnapshot() }));
    const failure = failed('f', 'forbidden');

    expect(markupOf(renderLinks([created, failure], NOW))).toMatch(/aria-labelledby="links-title" hidden>/);
  });

  it('say no end of a link that has none', () => {
    const { expiresAt: _, ...view } = published('a', A_LINK, 0);

    expect(textOf(renderLinks([view as never], NOW))).not.toContain('until');
  });

  it.each([
    { link: A_LINK, visibility: 'public', said: 'link until 1 Apr , opens without a login' },
    {
      link: 'https://app.thousandeyes.com/x',
      visibility: 'unknown',
      said: "needs a login, 30 days by the API's documentation",
    },
    {
      link: 'https://links.example/x',
      visibility: 'unknown',
      said: "may need a login or not, 30 days by the API's documentation",
    },
  ] as const)('say who can open them, and until when: $said', ({ said, ...kind }) => {
    const view = viewOf(aCapture({ state: 'published', announcedAt: NOW, snapshot: aSnapshot({}, kind) }));

    expect(textOf(renderLinks([view], NOW)).replaceAll('&#39;', "'")).toContain(said);
  });

  it('open in a new tab, which does not know of the board, and can be copied', () => {
    const markup = markupOf(renderLink(published('a', 'https://x.example/?a=1&b=2', 0), 'copy'));

    expect(markup).toContain('href="/captures/a/link" target="_blank" rel="noopener noreferrer"');
    expect(markup).toContain('id="copy-a" data-copy="https://x.example/?a=1&#38;b=2"');
  });
});

describe('the board: failures', () => {
  const renderFailures = (captures: readonly CaptureView[], operator = AN_OPERATOR) =>
    renderPart({ captures, operator, now: NOW });

  it('are listed by their cause, each with what to do', () => {
    const markup = markupOf(
      renderFailures([failed('a', 'forbidden'), failed('b', 'rejected'), failed('c', 'forbidden')]),
    );

    expect([...markup.matchAll(/<article id="cause-(\w+)"/g)].map(([, code]) => code)).toEqual([
      'forbidden',
      'rejected',
    ]);
    expect(markup).toContain('3 failed: what to do');
    expect(markup).toContain('Create snapshot shares');
    expect(markup).toContain('<bdi>no a</bdi>');
    expect(markup).not.toContain(' hidden');
  });

  it('can be sent again one by one, and all of a cause if it has several', () => {
    const markup = markupOf(
      renderFailures([failed('a', 'forbidden'), failed('b', 'rejected'), failed('c', 'forbidden')]),
    );

    expect([...markup.matchAll(/data-retry="([\w ]+)"/g)].map(([, ids]) => ids)).toEqual(['a', 'c', 'a c', 'b']);
    expect(markup).toContain('Send all 2 again');
  });

  it('cannot by who may only read', () => {
    const markup = markupOf(renderFailures([failed('a', 'forbidden'), failed('b', 'forbidden')], A_VIEWER));

    expect(markup).toContain('no a');
    expect(markup).not.toContain('data-retry');
  });

  it('cannot if they are quarantined: there is nothing to send', () => {
    const markup = markupOf(renderFailures([failed('a', 'quarantined'), failed('b', 'quarantined')]));

    expect(markup).not.toContain('data-retry');
  });

  it('are named in words', () => {
    const failure = { code: 'test_not_found', detail: '404' } as const;
    const view = viewOf(aCapture({ state: 'failed', announcedAt: NOW, failure }));

    expect(textOf(renderFailures([view]))).toContain('test not found 1 capture');
  });

  it('are hidden if there is none', () => {
    expect(markupOf(renderFailures([published('a', A_LINK, 0)]))).toMatch(/"failures-title" hidden>/);
  });
});

describe('the board: the queue', () => {
  const waiting = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      aCapture({ id: `w${index}`, testId: `${index}`, testName: `T${index}` }),
    );
  const turn = (ids: readonly string[], dueAt: number) => ({
    captures: ids.map((id) => aCapture({ id })) as never,
    dueAt,
  });

  it('lists seven turns and counts the rest, with when the last is due', () => {
    const board = aBoard(waiting(9), { quota: aQuota(Array.from({ length: 9 }, () => NOW + MINUTE)) });

    const text = textOf(renderQueue(board));

    expect(text.match(/T\d/g)).toEqual(['T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6']);
    expect(text).toContain('and 2 more, the last at about 10:01:00');
  });

  it('counts nothing more if it lists all', () => {
    const text = textOf(renderQueue(aBoard(waiting(7), { quota: aQuota([0]) })));

    expect(text).toContain('T6');
    expect(text).not.toContain('more');
  });

  it('is hidden if nothing waits', () => {
    expect(markupOf(renderQueue(aBoard()))).toMatch(/aria-labelledby="queue-title" hidden>/);
    expect(markupOf(renderQueue(aBoard(waiting(1))))).not.toContain(' hidden');
  });

  it('says when each is due, and how many share a snapshot', () => {
    const turns = [turn(['now'], NOW), turn(['later', 'b', 'c'], NOW + SECOND)];

    const text = textOf(renderQueue(aBoard([], { turns })));

    expect(text).toMatch(/Shop checkout now major/);
    expect(text).toMatch(/Shop checkout ×3 ≈ 10:00:01$/);
    expect(markupOf(renderQueue(aBoard([], { turns })))).toContain(
      'title="3 captures of this test share the snapshot"',
    );
  });
});

describe('the board: the slots', () => {
  const slotsAt = (releaseAt: readonly number[]) =>
    markupOf(renderSlots(statusOf(aQuota(releaseAt), [], 1000, PERIOD, NOW), NOW));

  it('are as many as there are, free or filled', () => {
    const markup = slotsAt([0, NOW + PERIOD / 4, 0]);

    expect(markup.match(/frame free/g)).toHaveLength(2);
    expect(markup.match(/frame taken/g)).toHaveLength(1);
    expect(markup).toContain('<small>3 snapshots in 300 s</small>');
  });

  it('are a few frames and two numbers if there are many of them', () => {
    const taken = Array.from({ length: 40 }, (_, n) => NOW + (n + 1) * SECOND);

    const markup = slotsAt([...taken, ...Array.from({ length: 20 }, () => 0)]);

    expect(markup.match(/class="frame/g)).toHaveLength(12);
    expect(markup).toContain('<li class="frame free"><b>20 free</b></li>');
    expect(markup).toContain('<b>+30</b> <span>taken</span>');
    expect(markup).toContain(`data-drain="${NOW + SECOND}"`);
  });

  it.each([
    { left: PERIOD / 4, height: '0.250', y: '0.750' },
    { left: PERIOD, height: '1.000', y: '0.000' },
    { left: 2 * PERIOD, height: '1.000', y: '0.000' },
  ])('are filled by as much as is left of their time: $height', ({ left, height, y }) => {
    expect(slotsAt([NOW + left])).toContain(
      `height="${height}" y="${y}" data-drain="${NOW + left}" data-period="${PERIOD}"`,
    );
  });
});
