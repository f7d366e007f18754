import type { Capture } from '../captures/capture.ts';
import { GATE_REASONS, type Gate, type Quota, type Slot } from '../planning/quota.ts';
import { createGetItems, type Item, type Table } from './get-items.ts';
import { fromItem } from './items.ts';
import { present } from '../present.ts';

/** The quota, and captures read with it, because both are in one table. */
interface QuotaRead {
  readonly quota: Quota;
  /** The stored versions, in the order of their ids; missing captures are left out. */
  readonly captures: readonly Capture[];
}

/** Reads slots, gate and turns in one consistent read. */
export interface ReadQuota {
  read(): Promise<Quota>;
  /** Reads the quota and some captures together. */
  readWith(captureIds: readonly string[]): Promise<QuotaRead>;
}

export interface SlotsOptions extends Table {
  /** The number of snapshots that a period allows: SNAPSHOT_LIMIT. */
  readonly limit: number;
}

/** Ids of the quota's items, which are in the captures' table. */
export const GATE = 'gate';
export const LOOKUPS = 'lookups';
export const TOPIC = 'topic';
export const slotId = (index: number): string => `slot#${index}`;

/** Makes the reader of the quota. It throws if the table cannot be reached: without a slot table, there is no call. */
export const createReadQuota = ({ limit, ...table }: SlotsOptions): ReadQuota => {
  const getItems = createGetItems(table);
  const indexes = Array.from({ length: limit }, (_, index) => index);
  const ids = [GATE, LOOKUPS, TOPIC, ...indexes.map(slotId)];

  const readWith: ReadQuota['readWith'] = async (captureIds) => {
    const items = await getItems([...ids, ...captureIds]);
    const [gate, topic] = [items.get(GATE) ?? {}, items.get(TOPIC) ?? {}];
    return {
      quota: {
        slots: indexes.map((index) => slotOf(index, items.get(slotId(index)) ?? {})),
        gate: gateOf(gate),
        lookupAt: Number(items.get(LOOKUPS)?.['releaseAt'] ?? 0),
        topic: { releaseAt: Number(topic['releaseAt'] ?? 0), toldAt: timesOf(topic['toldAt']) },
        wakeAt: Number(gate['wakeAt'] ?? 0),
      },
      captures: captureIds.flatMap((id) => {
        const item = items.get(id);
        return item ? [fromItem(item)] : [];
      }),
    };
  };
  return { read: async () => (await readWith([])).quota, readWith };
};

const gateOf = ({ closedUntil, strikes, reason, doubts, missing }: Item): Gate => ({
  closedUntil: Number(closedUntil ?? 0),
  strikes: Number(strikes ?? 0),
  ...present({ reason: GATE_REASONS.find((known) => known === reason) }),
  ...(doubts instanceof Set && { doubts: Array.from(doubts, String).toSorted((a, b) => (a < b ? -1 : 1)) }),
  ...(missing !== undefined && { missing: timesOf(missing) }),
});

/** A map of names to epoch milliseconds. */
const timesOf = (map: unknown): Record<string, number> =>
  Object.fromEntries(Object.entries(map ?? {}).map(([name, at]) => [name, Number(at)]));

const slotOf = (index: number, { releaseAt, takenAt, uses, createdAt, testKey, captureId }: Item): Slot => ({
  index,
  releaseAt: Number(releaseAt ?? 0),
  ...(takenAt !== undefined && { takenAt: Number(takenAt) }),
  ...(uses !== undefined && { uses: Number(uses) }),
  ...(createdAt !== undefined && {
    created: { at: Number(createdAt), testKey: String(testKey), captureId: String(captureId) },
  }),
});
