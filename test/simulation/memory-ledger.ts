import { type Capture, isOpen } from '../../lib/captures/capture.ts';
import { testKeyOf } from '../../lib/captures/identity.ts';
import { turnKey } from '../../lib/ledger/items.ts';
import type { Ledger } from '../../lib/ledger/ledger.ts';
import type { LedgerQueries, OpenKey } from '../../lib/ledger/queries.ts';

interface Version {
  readonly at: number;
  readonly capture: Capture;
}

export interface MemoryLedger extends Ledger, LedgerQueries {
  /** The stored captures, for checks of the result. */
  readonly all: () => Capture[];
  readonly openCount: () => number;
  /** The stored bodies by the ids of their captures. */
  readonly payloads: ReadonlyMap<string, string>;
  /** Deletes an item as if by hand: the indexes still show its keys. */
  readonly remove: (id: string) => void;
}

const MAX_LAG_MS = 5000;

/**
 * A ledger in memory that behaves like DynamoDB: conditional writes, consistent reads by id, and indexes that lag by
 * `lagMs()`, five seconds at most. `test/contract` checks it against the real adapter.
 */
export const createMemoryLedger = (now: () => number, lagMs: () => number = () => 0): MemoryLedger => {
  const stored = new Map<string, Version[]>();
  const payloads = new Map<string, string>();
  const gone = new Set<string>();
  const idsOf = { test: new Map<string, Set<string>>(), alert: new Map<string, Set<string>>() };
  const open = createSortedKeys();
  /** Versions so new that an index may still show the one before; the oldest first. */
  const recent = new Map<string, number>();

  const newest = (id: string): Capture | undefined => stored.get(id)?.at(-1)?.capture;
  const present = (id: string): Capture | undefined => (gone.has(id) ? undefined : newest(id));
  const index = (ids: Map<string, Set<string>>, key: string | undefined, id: string): void => {
    if (key !== undefined) ids.set(key, (ids.get(key) ?? new Set()).add(id));
  };

  const write = (capture: Capture): void => {
    const { id } = capture;
    const before = newest(id);
    if (before !== undefined && isOpen(before)) open.remove(keyOf(before));
    if (isOpen(capture)) open.insert(keyOf(capture));
    stored.set(id, [...(stored.get(id) ?? []).slice(-3), { at: now(), capture: frozen(capture) }]);
    recent.delete(id);
    recent.set(id, now());
    index(idsOf.test, testKeyOf(capture), id);
    index(idsOf.alert, capture.alert?.alertId, id);
  };

  const forgetOlder = (): void => {
    for (const [id, at] of recent) {
      if (at >= now() - MAX_LAG_MS) return;
      recent.delete(id);
    }
  };

  /** The captures as an index shows them: some are still missing, some have an older version. */
  const shown = (ids: Iterable<string>): Capture[] => {
    const asOf = now() - Math.min(MAX_LAG_MS, lagMs());
    return [...ids].flatMap((id) => stored.get(id)?.findLast(({ at }) => at <= asOf)?.capture ?? []);
  };

  return {
    add: async (capture, payload) => {
      if (payload !== undefined) payloads.set(capture.id, payload);
      if (stored.has(capture.id)) return false;
      write(capture);
      return true;
    },
    save: async (next) => {
      if (present(next.id)?.version !== next.version - 1) return false;
      write(next);
      return true;
    },
    get: async (id) => present(id),
    openKeys: async (limit, from = '') => {
      forgetOlder();
      const settled = open.from(from, limit + recent.size).filter(({ id }) => !recent.has(id));
      return [...settled, ...shown(recent.keys()).filter(isOpen).map(keyOf)]
        .filter((key) => isBehind(key, from))
        .toSorted(byKey)
        .slice(0, limit);
    },
    idsOfTest: async (testKey, limit) => newestFirst(shown(idsOf.test.get(testKey) ?? []), limit),
    idsOfAlert: async (alertId, limit) => newestFirst(shown(idsOf.alert.get(alertId) ?? []), limit),
    getAll: async (ids) => [...new Set(ids)].flatMap((id) => present(id) ?? []),
    all: () => [...stored.keys()].flatMap((id) => present(id) ?? []),
    openCount: () => open.size(),
    payloads,
    remove: (id) => void gone.add(id),
  };
};

export const keyOf = (capture: Capture): OpenKey => ({ id: capture.id, turn: turnKey(capture) });

/** Sorts by turn, and by id among equals, for which DynamoDB promises no order. */
export const byKey = (a: OpenKey, b: OpenKey): number =>
  a.turn === b.turn ? Number(a.id > b.id) - Number(a.id < b.id) : a.turn < b.turn ? -1 : 1;

export const isBehind = (key: OpenKey, from: string | OpenKey): boolean =>
  typeof from === 'string' ? key.turn >= from : byKey(key, from) > 0;

const newestFirst = (captures: readonly Capture[], limit: number): string[] =>
  captures
    .toSorted((a, b) => b.receivedAt - a.receivedAt)
    .slice(0, limit)
    .map(({ id }) => id);

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const field of Object.values(value)) frozen(field);
  }
  return value;
};

/** A sorted list of keys. */
const createSortedKeys = () => {
  const entries: OpenKey[] = [];
  /** The first place that is not before `key`. */
  const placeOf = (isBefore: (entry: OpenKey) => boolean): number => {
    let [low, high] = [0, entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = entries[middle];
      if (entry !== undefined && isBefore(entry)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    insert: (key: OpenKey) =>
      void entries.splice(
        placeOf((entry) => byKey(entry, key) < 0),
        0,
        key,
      ),
    remove: (key: OpenKey) =>
      void entries.splice(
        placeOf((entry) => byKey(entry, key) < 0),
        1,
      ),
    from: (from: string | OpenKey, count: number) => {
      const start = placeOf((entry) => !isBehind(entry, from));
      return entries.slice(start, start + count);
    },
    size: () => entries.length,
  };
};
