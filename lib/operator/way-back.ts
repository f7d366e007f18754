import { pagePathOf } from './evidence/address.ts';

/** The only pages that a form may lead to. */
const PAGES = /^\/(status|captures|captures\/[0-9a-f]{32})?$/;
const LINK = /^\/captures\/([0-9a-f]{32})\/link$/;
const EVIDENCE = /^\/alerts\/.+$/;
const BOARD = '/';

/** The address of the board that shows one capture. */
export const boardAt = (id: string): string => `${BOARD}?find=${id}#c-${id}`;

/**
 * The path to open after a form: the requested page of this site with its query, otherwise the board. The request comes
 * from outside, so it is parsed as a browser would parse it, and compared with the existing pages.
 *
 * A capture's link and the evidence address lead to another site, and the policy `form-action` stops a browser there
 * after a form. They are replaced by the capture's row on the board, and by the evidence as a page, which opens the
 * snapshot by itself.
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
