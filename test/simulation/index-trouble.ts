import { isOpen } from '../../lib/captures/capture.ts';
import type { Ledger } from '../../lib/ledger/ledger.ts';
import type { LedgerQueries, OpenKey } from '../../lib/ledger/queries.ts';
import { byKey, isBehind, keyOf } from './memory-ledger.ts';

/** Faults of the indexes beyond their usual lag. */
export interface IndexTrouble {
  /** Share of writes after which no index shows the capture for some minutes. */
  readonly missing: number;
  /** Share of captures that the index of open captures still shows for some minutes after their end. */
  readonly stale: number;
  /** The number of permanent index entries whose items are gone. */
  readonly gone: number;
}

export const NO_INDEX_TROUBLE: IndexTrouble = { missing: 0, stale: 0, gone: 0 };

/** The longest time that an index may lag; longer lags are known only from major AWS outages. */
const LONGEST_MS = 15 * 60_000;
/** The entries without items that belong to each test and each alert. */
const GONE_OF_EACH = 3;

export interface IndexTroubleOptions {
  readonly now: () => number;
  readonly random: () => number;
  readonly trouble: IndexTrouble;
}

type Indexed = Ledger & LedgerQueries;

/** The ledger with faulty indexes. Reads by id stay correct. */
export const withIndexTrouble = (ledger: Indexed, { now, random, trouble }: IndexTroubleOptions): Indexed => {
  const missing = createTimed<string, true>(now);
  const stale = createTimed<string, OpenKey>(now);
  const gone = goneKeys(trouble.gone);
  const goneIds = gone.slice(0, GONE_OF_EACH).map(({ id }) => id);
  const happens = (share: number): boolean => share > 0 && random() < share;
  const later = (): number => now() + random() * LONGEST_MS;

  const written = (id: string): void => {
    if (happens(trouble.missing)) missing.set(id, true, later());
  };
  /** The first `limit` ids of the index, after those whose items are gone. */
  const shownIds = async (query: (limit: number) => Promise<string[]>, limit: number): Promise<string[]> => {
    const hidden = missing.current();
    const ids = await query(limit + hidden.size);
    return [...goneIds, ...ids.filter((id) => !hidden.has(id))].slice(0, limit);
  };

  return {
    ...ledger,
    async add(capture, payload) {
      const isAdded = await ledger.add(capture, payload);
      if (isAdded) written(capture.id);
      return isAdded;
    },
    async save(next) {
      const before = await ledger.get(next.id);
      const isSaved = await ledger.save(next);
      if (!isSaved) return false;
      const hasEnded = before !== undefined && isOpen(before) && !isOpen(next);
      if (hasEnded && happens(trouble.stale)) stale.set(next.id, keyOf(before), later());
      else written(next.id);
      return true;
    },
    async openKeys(limit, from = '') {
      const hidden = missing.current();
      const keys = await ledger.openKeys(limit + hidden.size, from);
      const ghosts = [...gone, ...stale.current().values()].filter((key) => isBehind(key, from));
      return [...keys.filter(({ id }) => !hidden.has(id)), ...ghosts].toSorted(byKey).slice(0, limit);
    },
    idsOfTest: (testKey, limit) => shownIds((more) => ledger.idsOfTest(testKey, more), limit),
    idsOfAlert: (alertId, limit) => shownIds((more) => ledger.idsOfAlert(alertId, more), limit),
  };
};

/** Keys of items that are gone. Half of them look due, half look like waiting captures in front of all others. */
const goneKeys = (count: number): OpenKey[] =>
  Array.from({ length: count }, (_, number) => ({
    id: `dead${number.toString(16).padStart(28, '0')}`,
    turn: `${number % 2 === 0 ? '0' : '1 0'} ${String(number).padStart(15, '0')}`,
  }));

/** A map whose entries expire. */
const createTimed = <Key, Value>(now: () => number) => {
  const entries = new Map<Key, { readonly value: Value; readonly until: number }>();
  return {
    set: (key: Key, value: Value, until: number): void => void entries.set(key, { value, until }),
    current: (): ReadonlyMap<Key, Value> => {
      for (const [key, { until }] of entries) if (until <= now()) entries.delete(key);
      return new Map([...entries].map(([key, { value }]) => [key, value]));
    },
  };
};
