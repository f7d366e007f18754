import { LEVELS } from '../planning/priority.ts';
import { isDueTurn, isWaitingTurn, levelOfTurn, turnsFrom } from './items.ts';
import type { LedgerQueries, OpenKey } from './queries.ts';

/** Keys that one query brings: more than any organization has slots, and with what else is read at once one BatchGetItem. */
const PAGE = 80;
/** So many pages of what is due again or abandoned are read before anything that waits. */
const MAX_DUE_PAGES = 10;
/** Of each level behind a full page so many are read: its oldest, whom a page may not reach for hours. */
const HEADS = 3;

/** The ids of open captures a page at a time, in the order of their turns. */
export interface OpenPages {
  /** The first page of all: what is in hand or backs off, then who waits; and more of what is due at `now` (epoch milliseconds). */
  first(now: number): Promise<string[]>;
  /** The oldest of each level that the first page does not reach; none where it shows everything. */
  heads(): Promise<string[]>;
  /** The next page of those that wait. */
  next(): Promise<string[]>;
  /** Whether there may be more behind the last page. */
  isFull(): boolean;
  /** Pages that were read. */
  count(): number;
}

/** Pages over the index of open captures, from its start. */
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
