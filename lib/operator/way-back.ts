/** Where nobody may be led: there are no pages but these. */
const PAGES = /^\/(status|captures|captures\/[0-9a-f]{32})?$/;
const LINK = /^\/captures\/([0-9a-f]{32})\/link$/;
const BOARD = '/';

/**
 * The path to go on to after signing in: a page of this site with its query, else the board. It comes from outside, so that
 * it is compared with the pages that there are, after a browser's own reading of it.
 *
 * A capture's link leads to another site, where a browser follows no form (`form-action`): its row on the board is next.
 */
export const wayBackTo = (asked: string | undefined): string => {
  if (asked === undefined || asked.length > 2000 || !URL.canParse(asked, 'https://board.invalid')) return BOARD;
  const { origin, pathname, search } = new URL(asked, 'https://board.invalid');
  if (origin !== 'https://board.invalid') return BOARD;
  const [, id] = LINK.exec(pathname) ?? [];
  if (id !== undefined) return `${BOARD}#c-${id}`;
  return PAGES.test(pathname) ? `${pathname}${search}` : BOARD;
};
