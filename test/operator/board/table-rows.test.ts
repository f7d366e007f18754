import { describe, expect, it } from 'vitest';
import type { Capture } from '../../../lib/captures/capture.ts';
import { markupOf } from '../../../lib/operator/board/html.ts';
import { renderTable } from '../../../lib/operator/board/parts/table.ts';
import { aBoard, textOf } from '../../support/board.ts';
import { A_LINK, aCapture, anAlert, aQuota, aSnapshot, MINUTE, NOW, SECOND, without } from '../../support/factories.ts';

/** The cells of a capture's row, by column. */
const cellsOf = (capture: Capture, board: Parameters<typeof aBoard>[1] = {}) => {
  const markup = markupOf(renderTable(aBoard([capture], board)));
  const cells = [...markup.matchAll(/<td role="cell" data-label="(\w+)">([^]*?)<\/td>/g)];
  return Object.fromEntries(
    cells.map(([, column, cell = '']) => [
      column,
      cell
        .replaceAll(/<[^>]+>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ]),
  );
};
const aPublished = (overrides = {}) =>
  aCapture({ state: 'published', announcedAt: NOW, snapshot: aSnapshot(), ...overrides });

describe('the board: the row of a capture', () => {
  it('that waits says what, since when and until when', () => {
    const capture = aCapture({ receivedAt: NOW - MINUTE });

    expect(cellsOf(capture, { quota: aQuota([NOW + MINUTE]) })).toEqual({
      State: 'pending',
      Severity: 'major',
      Test: 'Shop checkout 3417721 · aid 74411',
      Rule: 'Checkout unreachable',
      Window: '07:59 – 09:59 2 h',
      Arrived: '09:59:00 waiting 1 min',
      Evidence: 'due in 1:00 ≈ 10:01:00 Cancel the capture of Shop checkout',
      Alerts: '1 alert c0ffee as JSON',
    });
  });

  it('that is due says so', () => {
    expect(cellsOf(aCapture())).toMatchObject({ Evidence: 'due now Cancel the capture of Shop checkout' });
  });

  it('that is published has its link, and how long it took', () => {
    const capture = aPublished({ receivedAt: NOW - 20 * SECOND });

    const cells = cellsOf(capture);

    expect(cells['Arrived']).toBe('09:59:40 took 20 s');
    expect(cells['Evidence']).toMatch(/^Open .* link until 1 Apr ?, opens without a login$/);
    expect(markupOf(renderTable(aBoard([capture])))).toContain(`id="copy-${capture.id}" data-copy="${A_LINK}"`);
  });

  it('without a link says so', () => {
    expect(cellsOf(aPublished({ snapshot: without(aSnapshot(), 'link') }))).toMatchObject({
      Evidence: 'created, without a link',
    });
  });

  it('that has failed leads to what to do, and does not wait', () => {
    const capture = aCapture({ state: 'failed', failure: { code: 'test_not_found', detail: '404' } });

    expect(cellsOf(capture)).toMatchObject({ Evidence: 'test not found', Arrived: '10:00:00' });
    expect(markupOf(renderTable(aBoard([capture])))).toContain(`<a href="#failed-${capture.id}">`);
  });

  it('in a worker’s hands says so', () => {
    expect(cellsOf(aCapture({ state: 'claimed' }))).toMatchObject({ Evidence: 'in hand' });
  });

  it.each([
    { attempts: 1, state: 'pending' },
    { attempts: 2, state: 'pending 2 tries' },
  ] as const)('says how often it was tried, from the second time on: $state', ({ attempts, state }) => {
    expect(cellsOf(aCapture({ attempts }))).toMatchObject({ State: state });
  });

  it('does not count the tries of what is done', () => {
    expect(cellsOf(aPublished({ attempts: 3 }))).toMatchObject({ State: 'published' });
  });

  it('has a dash if no rule is known', () => {
    expect(cellsOf(aCapture({ alert: without(anAlert(), 'ruleName') }))).toMatchObject({ Rule: '–' });
  });

  it('names its test alone if it has no account group', () => {
    expect(cellsOf(without(aCapture(), 'aid'))).toMatchObject({ Test: 'Shop checkout 3417721' });
  });

  it.each([
    { name: 'a request and no alert', capture: aCapture({ reason: 'manual' }), shown: 'c0ffee as JSON' },
    {
      name: 'those that share its snapshot',
      capture: aPublished({ covers: [{ captureId: 'b', severity: 'minor' }] }),
      shown: '2 alerts c0ffee as JSON',
    },
    {
      name: 'whose snapshot it shares',
      capture: aCapture({ mergedInto: 'leader' }),
      shown: '1 alert shared c0ffee as JSON',
    },
    {
      name: 'whose snapshot it reuses',
      capture: aPublished({ reusedFrom: 'source' }),
      shown: '1 alert reused c0ffee as JSON',
    },
  ])('counts its alerts, and leads to $name', ({ capture, shown }) => {
    expect(cellsOf(capture)).toMatchObject({ Alerts: shown });
  });

  it('leads to the row of whose snapshot it has', () => {
    expect(markupOf(renderTable(aBoard([aCapture({ mergedInto: 'leader' })])))).toContain(
      '<a href="#c-leader">shared</a>',
    );
  });
});

describe('the board: the table', () => {
  it('has a head, which names the columns for a screen reader', () => {
    const markup = markupOf(renderTable(aBoard([])));

    expect(markup.match(/role="columnheader"/g)).toHaveLength(8);
    expect(textOf(renderTable(aBoard([])))).toBe('State Severity Test Rule Window Arrived Evidence Alerts');
  });
});
