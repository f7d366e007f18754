import { type Capture, isOpen, isPending } from '../../lib/captures/capture.ts';
import { type Html, markupOf } from '../../lib/operator/board/html.ts';
import type { Board } from '../../lib/operator/board/read-board.ts';
import type { Operator } from '../../lib/runtime/operators.ts';
import { statusOf } from '../../lib/operator/status.ts';
import { viewOf } from '../../lib/operator/view.ts';
import { turnsOf } from '../../lib/planning/due-times.ts';
import type { Quota } from '../../lib/planning/quota.ts';
import { aQuota, NOW, SECOND } from './factories.ts';

export const AN_OPERATOR: Operator = { name: 'anna', role: 'operate' };
export const A_VIEWER: Operator = { name: 'ben', role: 'view' };

/** The quota's period in these tests. */
export const PERIOD = 300 * SECOND;

/** Renders the board of these captures. */
export const aBoard = (
  captures: readonly Capture[] = [],
  { quota = aQuota([0, 0]), ...changes }: Partial<Board> & { readonly quota?: Quota } = {},
): Board => {
  const open = captures.filter(isOpen).filter(({ state }) => state !== 'failed');
  return {
    operator: AN_OPERATOR,
    filter: {},
    status: statusOf(quota, open, 1000, PERIOD, NOW),
    turns: turnsOf(open.filter(isPending), quota, PERIOD, NOW),
    captures: captures.map(viewOf),
    now: NOW,
    ...changes,
  };
};

/** The text of an element as a person reads it, on one line. */
export const textOf = (piece: Html): string =>
  markupOf(piece)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
