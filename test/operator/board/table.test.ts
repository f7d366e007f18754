import { describe, expect, it } from 'vitest';
import type { Capture } from '../../../lib/captures/capture.ts';
import { markupOf } from '../../../lib/operator/board/html.ts';
import { renderBoard } from '../../../lib/operator/board/page.ts';
import { renderTable } from '../../../lib/operator/board/parts/table.ts';
import { statusOf } from '../../../lib/operator/status.ts';
import { viewOf } from '../../../lib/operator/view.ts';
import { aCapture, aQuota, MINUTE, NOW, SECOND } from '../../support/factories.ts';

const boardOf = (capture: Capture) => ({
  filter: {},
  status: statusOf(aQuota([0]), [], 1000, 5 * MINUTE, NOW),
  turns: [],
  captures: [viewOf(capture)],
  now: NOW,
});
const dropped = (state: 'ignored' | 'cancelled') =>
  aCapture({ state, receivedAt: NOW - MINUTE, endedAt: NOW - 20 * SECOND });
const textOf = (markup: string) => markup.replaceAll(/<[^>]+>/g, ' ');

describe.each(['ignored', 'cancelled'] as const)('the board: a capture that is %s', (state) => {
  it('has a row with its state, how long it took to end, and no evidence', () => {
    const row = textOf(markupOf(renderTable(boardOf(dropped(state)))));

    expect(row).toContain(state);
    expect(row).toMatch(/after\s+40/);
    expect(row).toMatch(/\bnone\b/);
    expect(row).not.toMatch(/waiting|in hand|due/);
  });

  it('is among neither the failures nor the links, and can be found by its state', () => {
    const page = markupOf(renderBoard(boardOf(dropped(state))));

    expect(page).toMatch(/id="failures"[^>]* hidden/);
    expect(page).toMatch(/id="links"[^>]* hidden/);
    expect(page).toContain(`<a href="/?state=${state}">${state}</a>`);
  });
});
