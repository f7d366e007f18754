import { pagePathOf } from './evidence/address.ts';

/** Where nobody may be led: there are no pages but these. */
const PAGES = /^\/(status|captures|captures\/[0-9a-f]{32})?$/;
const LINK = /^\/captures\/([0-9a-f]{32})\/link$/;
const EVIDENCE = /^\/alerts\/.+$/;
const BOARD = '/';

/** The board at one capture. */
export const boardAt = (id: string): string => `${BOARD}?find=${id}#c-${id}`;

/**
 * The path to go on to after a form was sent: a page of this site with its query, else the board. It comes from outside, so that
 * it is compared with the pages that there are, after a browser's own reading of it.
 *
 * A capture's link and the evidence address lead to another site, where a browser follows no form (`form-action`): next is the
 * capture's row on the board, or the evidence as a page, which leads on by itself.
 */
export const wayBackTo = (asked: string | undefined): string => {
  if (asked === undefined || asked.length > 2000 || !URL.canParse(asked, 'https://board.invalid')) return BOARD;
  const { origin, pathname, search, searchParams } = new URL(asked, 'https://board.invalid');
  if (origin !== 'https://board.invalid') return BOARD;
  const [, id] = LINK.exec(pathname) ?? [];
  if (id !== undefined) return boardAt(id);
  if (EVIDENCE.test(pathname)) return pagePathOf(pathname, searchParams.get('aid') || undefined);
  return PAGES.test(pathname) ? `${pathname}${search}` : BOARD;
};
