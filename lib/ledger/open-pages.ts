import { LEVELS } from '../planning/priority.ts';
import { isDueTurn, isWaitingTurn, levelOfTurn, turnsFrom } from './items.ts';
import type { LedgerQueries, OpenKey } from './queries.ts';

/**
 * The keys of one query: more than any organization has slots. With the items that are read at the same time they fit
 * into one BatchGetItem.
 */
const PAGE = 80;
/** The most pages of due captures that are read before any waiting capture. */
const MAX_DUE_PAGES = 10;
/** The captures read from each level behind a full page: its oldest, which the pages may not reach for hours. */
const HEADS = 3;

/** The ids of open captures, a page at a time, in the order of their turns. */
export interface OpenPages {
  /**
   * The first page: captures that are held or back off, then waiting ones. It goes on while its last capture is due at
   * `now` (epoch milliseconds).
   */
  first(now: number): Promise<string[]>;
  /** The oldest captures of each level that the first page does not reach; none if it shows every capture. */
  heads(): Promise<string[]>;
  /** The next page of waiting captures. */
  next(): Promise<string[]>;
  /** Whether more captures may follow the last page. */
  isFull(): boolean;
  /** The number of pages read. */
  count(): number;
}

/** Makes pages over the index of open captures, from its start. */
export const createOpenPages = (index: Pick<LedgerQueries, 'openKeys'>): OpenPages => {
  let last: OpenKey | undefined;
  let [isFull, count] = [false, 0];

  const turnTo = (page: readonly OpenKey[]): string[] => {
    isFull = page.length >= PAGE;
    last = page.findLast(({ turn }) => isWaitingTurn(turn)) ?? last;
    count += 1;
    return page.map(({ id }) => id);
  };

  return {
    first: async (now) => {
      let page = await index.openKeys(PAGE);
      const ids = turnTo(page);
      for (
        let pages = 1;
        pages < MAX_DUE_PAGES && page.length >= PAGE && isDueTurn(page.at(-1)?.turn, now);
        pages += 1
      ) {
        page = await index.openKeys(PAGE, page.at(-1));
        ids.push(...turnTo(page));
      }
      return ids;
    },
    heads: async () => {
      const reached = last ? levelOfTurn(last.turn) : -1;
      const levels = Array.from({ length: LEVELS }, (_, level) => level).filter((level) => isFull && level > reached);
      const heads = await Promise.all(levels.map((level) => index.openKeys(HEADS, turnsFrom(level))));
      return heads.flat().map(({ id }) => id);
    },
    next: async () => turnTo(await index.openKeys(PAGE, last ?? turnsFrom(0))),
    isFull: () => isFull,
    count: () => count,
  };
};
