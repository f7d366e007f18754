import { type Capture, isOpen } from '../../lib/captures/capture.ts';
import { testKeyOf } from '../../lib/captures/identity.ts';
import type { Ledger } from '../../lib/ledger/ledger.ts';
import type { LedgerQueries } from '../../lib/ledger/queries.ts';
import { turnOf } from '../../lib/planning/priority.ts';

interface Version {
  readonly at: number;
  readonly capture: Capture;
}

export interface MemoryLedger extends Ledger, LedgerQueries {
  /** The stored captures as they are: for looking at what came of them. */
  readonly all: () => Capture[];
  readonly openCount: () => number;
}

const MAX_LAG_MS = 5000;

/**
 * A ledger in memory with DynamoDB's manners: conditional writes, consistent reads by id, and indexes that
 * lag behind by `lagMs()`, five seconds at most. Held against the real one by `test/contract`.
 */
export const createMemoryLedger = (now: () => number, lagMs: () => number = () => 0): MemoryLedger => {
  const stored = new Map<string, Version[]>();
  const idsOfTest = new Map<string, Set<string>>();
  const open = createSortedIds();
  /** Written so lately that an index may still show the version before; the oldest first. */
  const recent = new Map<string, number>();

  const newest = (id: string): Capture | undefined => stored.get(id)?.at(-1)?.capture;

  const write = (capture: Capture): void => {
    const { id } = capture;
    const before = newest(id);
    if (before !== undefined && isOpen(before)) open.remove(orderOf(before), id);
    if (isOpen(capture)) open.insert(orderOf(capture), id);
    stored.set(id, [...(stored.get(id) ?? []).slice(-3), { at: now(), capture: frozen(capture) }]);
    recent.delete(id);
    recent.set(id, now());
    const key = testKeyOf(capture);
    if (key !== undefined) idsOfTest.set(key, (idsOfTest.get(key) ?? new Set()).add(id));
  };

  const forgetOlder = (): void => {
    for (const [id, at] of recent) {
      if (at >= now() - MAX_LAG_MS) return;
      recent.delete(id);
    }
  };

  /** What an index shows of captures: of some nothing yet, or an older version. */
  const shown = (ids: Iterable<string>): Capture[] => {
    const asOf = now() - Math.min(MAX_LAG_MS, lagMs());
    return [...ids].flatMap((id) => stored.get(id)?.findLast(({ at }) => at <= asOf)?.capture ?? []);
  };

  return {
    add: async (capture) => {
      if (stored.has(capture.id)) return false;
      write(capture);
      return true;
    },
    save: async (next) => {
      if (newest(next.id)?.version !== next.version - 1) return false;
      write(next);
      return true;
    },
    get: async (id) => newest(id),
    open: async (limit) => {
      forgetOlder();
      const settled = open.first(limit + recent.size).filter((id) => !recent.has(id));
      return shown([...settled, ...recent.keys()])
        .filter(isOpen)
        .toSorted((a, b) => orderOf(a) - orderOf(b) || (a.id < b.id ? -1 : 1))
        .slice(0, limit);
    },
    pending: async (limit, after) => {
      forgetOlder();
      const all = shown([...open.first(open.size()).filter((id) => !recent.has(id)), ...recent.keys()])
        .filter(({ state }) => state === 'pending')
        .toSorted((a, b) => orderOf(a) - orderOf(b) || (a.id < b.id ? -1 : 1));
      const isBehind = (capture: Capture) =>
        after === undefined ||
        orderOf(capture) > orderOf(after) ||
        (orderOf(capture) === orderOf(after) && capture.id > after.id);
      return all.filter(isBehind).slice(0, limit);
    },
    ofTest: async (testKey, limit) => newestFirst(shown(idsOfTest.get(testKey) ?? []), limit),
    all: () => [...stored.keys()].flatMap((id) => newest(id) ?? []),
    openCount: () => open.size(),
  };
};

/** In hand first, by the end of the lease; then pending, by turn. */
const orderOf = (capture: Capture): number =>
  capture.state === 'pending' ? Math.max(turnOf(capture), capture.notBefore ?? 0) : (capture.leaseUntil ?? 0) - 1e14;

const newestFirst = (captures: readonly Capture[], limit: number): Capture[] =>
  captures.toSorted((a, b) => b.receivedAt - a.receivedAt).slice(0, limit);

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const field of Object.values(value)) frozen(field);
  }
  return value;
};

/** Ids in the order of their numbers. */
const createSortedIds = () => {
  const entries: { readonly order: number; readonly id: string }[] = [];
  const placeOf = (order: number, id: string): number => {
    let [low, high] = [0, entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = entries[middle];
      const isBefore = entry !== undefined && (entry.order < order || (entry.order === order && entry.id < id));
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    insert: (order: number, id: string) => void entries.splice(placeOf(order, id), 0, { order, id }),
    remove: (order: number, id: string) => void entries.splice(placeOf(order, id), 1),
    first: (count: number) => entries.slice(0, count).map(({ id }) => id),
    size: () => entries.length,
  };
};
