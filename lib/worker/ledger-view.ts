import { type Capture, isPending } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import { isOfNewerSchema } from '../ledger/items.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { createOpenPages } from '../ledger/open-pages.ts';
import type { LedgerQueries } from '../ledger/queries.ts';
import type { Slots } from '../ledger/slots.ts';
import { allDone } from '../all-done.ts';
import { byAge } from '../planning/priority.ts';
import type { Creation, Quota } from '../planning/quota.ts';
import { isUntold } from '../planning/tellings.ts';

/** The number of a test's newest captures that are read for merging and reuse. */
const NEWEST_OF_TEST = 100;

/** An invocation's knowledge at one moment, on which it decides. */
export interface Sight {
  /**
   * The newest known versions, in any state, except those that this invocation or this version of the code must leave
   * alone.
   */
  readonly captures: readonly Capture[];
  readonly quota: Quota;
  /** Whether more open captures may follow those that were read. */
  readonly isFull: boolean;
  /** Captures read from beyond the pages: others of the same level may precede them. */
  readonly beyond: ReadonlySet<string>;
  /** The number of index pages read since the last look. */
  readonly pages: number;
  /** Tests whose newest captures were read after the quota. */
  readonly testsRead: ReadonlySet<string>;
  /** Captures that the wakes name. They may be so new that the index lacks them. */
  readonly named: readonly string[];
}

/** The one reader of captures. It returns the newest version that this invocation can know. */
export interface LedgerView {
  /** Reads open captures and the quota; undefined, after one query, if no capture is open and no wake names one. */
  look(): Promise<Sight | undefined>;
  /** Reads the quota again. The invocation knows its own writes to captures already. */
  lookAtQuota(): Promise<Sight>;
  /** Reads the next page of waiting captures. */
  readOn(): Promise<void>;
  /** Reads the newest captures of a test and account group. */
  readTest(testKey: string): Promise<void>;
  /** Returns the current knowledge without reading. */
  sight(): Sight;
  /** Returns the newest known version; reads the ledger if none is known. */
  read(id: string): Promise<Capture | undefined>;
  /** Reads the ledger and returns the newest version. */
  readAgain(id: string): Promise<Capture | undefined>;
  /** Saves the next version and returns it; undefined if another worker was first (its version is then known). */
  save<Next extends Capture>(next: Next): Promise<Next | undefined>;
  /** Leaves a capture alone for the rest of the invocation: its processing threw, or it is not for this version. */
  setAside(id: string): void;
}

/** The waiting messages that are read again before a turn is taken, because another worker may have announced them. */
const NEXT_TO_TELL = 50;

/** The snapshots that the slots remember. */
const sourcesOf = ({ slots }: Quota): Creation[] => slots.flatMap(({ created }) => created ?? []);
const idsOf = (sources: readonly Creation[]): string[] => sources.map(({ captureId }) => captureId);

/** Makes an empty view over a ledger. Errors of ledger and slots pass through. */
export const createLedgerView = (
  ledger: Ledger & LedgerQueries,
  slots: Pick<Slots, 'readWith'>,
  named: readonly string[],
  now: () => number,
): LedgerView => {
  const asides = new Set<string>();
  const known = new Map<string, Capture>();
  let testsRead = new Set<string>();
  let pages = createOpenPages(ledger);
  let quota: Quota | undefined;
  let beyond = new Set<string>();

  const noteAll = async (ids: readonly string[]): Promise<void> => {
    if (ids.length > 0) note(ids, await ledger.getAll(ids));
  };

  /** Reads the quota and these captures together. */
  const readQuota = async (ids: readonly string[]): Promise<Quota> => {
    const read = await slots.readWith(ids);
    note(ids, read.captures);
    return read.quota;
  };

  const note = (ids: readonly string[], captures: readonly Capture[]): void => {
    const read = new Map(captures.map((capture) => [capture.id, capture]));
    for (const id of ids) {
      const capture = read.get(id);
      if (capture === undefined)
        known.delete(id); // the item is gone, for example deleted by hand
      else if ((known.get(id)?.version ?? 0) <= capture.version) known.set(id, capture);
    }
  };

  const isWaitedFor = (testKey: string): boolean =>
    [...known.values()].some((capture) => isPending(capture) && testKeyOf(capture) === testKey);

  const sight = (): Sight => {
    if (quota === undefined) throw new Error('nothing was looked at');
    const captures = [...known.values()].filter((capture) => !asides.has(capture.id) && !isOfNewerSchema(capture));
    return { captures, quota, isFull: pages.isFull(), beyond, pages: pages.count(), testsRead, named };
  };

  return {
    async look() {
      known.clear();
      testsRead = new Set();
      pages = createOpenPages(ledger);
      // A named capture usually needs a slot, so read page and quota in parallel.
      const isNamed = named.length > 0;
      const [page, early] = await allDone([pages.first(now()), isNamed ? readQuota(named) : undefined]);
      if (page.length === 0 && !isNamed) return undefined;
      const [heads, read] = await allDone([pages.heads(), early ?? readQuota(page)]);
      quota = read;
      beyond = new Set(heads.filter((id) => !page.includes(id)));
      const beside = new Set(isNamed ? named : page);
      const unread = [...page, ...heads].filter((id) => !beside.has(id));
      // If no other capture is left to read, snapshots of other tests serve none.
      const isOfUse = ({ testKey }: Creation) => unread.length > 0 || isWaitedFor(testKey);
      await noteAll([...unread, ...idsOf(sourcesOf(quota).filter(isOfUse))]);
      return sight();
    },
    async lookAtQuota() {
      testsRead = new Set();
      const untold = [...known.values()].filter((capture) => isUntold(capture, now())).toSorted(byAge);
      quota = await readQuota(untold.slice(0, NEXT_TO_TELL).map(({ id }) => id));
      await noteAll(idsOf(sourcesOf(quota)).filter((id) => known.get(id)?.snapshot === undefined));
      return sight();
    },
    async readOn() {
      const page = await pages.next();
      for (const id of page) beyond.delete(id);
      await noteAll(page.filter((id) => !known.has(id)));
    },
    async readTest(testKey) {
      await noteAll(await ledger.idsOfTest(testKey, NEWEST_OF_TEST));
      testsRead.add(testKey);
    },
    sight,
    async read(id) {
      if (!known.has(id)) await noteAll([id]);
      return known.get(id);
    },
    async readAgain(id) {
      await noteAll([id]);
      return known.get(id);
    },
    async save(next) {
      const isSaved = await ledger.save(next);
      if (isSaved) known.set(next.id, next);
      else await noteAll([next.id]);
      return isSaved ? next : undefined;
    },
    setAside: (id) => void asides.add(id),
  };
};
