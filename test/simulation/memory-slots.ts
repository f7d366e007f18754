import type { LedgerQueries } from '../../lib/ledger/queries.ts';
import type { Gate, Quota, Slot } from '../../lib/planning/quota.ts';
import type { Slots } from '../../lib/ledger/slots.ts';

/** Slots in memory, with the conditions of the slots in DynamoDB. `test/contract` checks that both behave the same. */
export const createMemorySlots = (limit: number, getAll: LedgerQueries['getAll'] = async () => []): Slots => {
  const slots: (Slot & { readonly holder: string })[] = Array.from({ length: limit }, (_, index) => ({
    index,
    releaseAt: 0,
    holder: '',
  }));
  let gate: Gate = { closedUntil: 0, strikes: 0 };
  let prober = '';
  let wakeAt = 0;
  const turns = { 'look-up': 0, publish: 0 };
  let toldAt: Quota['topic']['toldAt'] = {};
  let holders = 0;

  const read = (): Quota => ({
    slots: slots.map(({ holder: _, ...slot }) => slot),
    gate: { ...gate },
    lookupAt: turns['look-up'],
    topic: { releaseAt: turns.publish, toldAt },
    wakeAt,
  });

  return {
    read: async () => read(),
    readWith: async (ids) => ({ quota: read(), captures: await getAll(ids) }),
    take: async ({ index }, now, heldUntil) => {
      const slot = slots[index];
      if (slot === undefined || slot.releaseAt > now) return undefined;
      holders += 1;
      const holder = String(holders);
      slots[index] = { ...slot, releaseAt: heldUntil, holder, takenAt: now, uses: (slot.uses ?? 0) + 1 };
      return { index, holder, takenAt: now };
    },
    release: async ({ index, holder }, releaseAt, created) => {
      const slot = slots[index];
      if (slot?.holder !== holder) return;
      slots[index] = { ...slot, releaseAt, ...(created && { created }) };
    },
    takeTurn: async (to, now, until) => {
      if (turns[to] > now) return false;
      turns[to] = until;
      return true;
    },
    noteTold: async (kind, now, past) => {
      const kept = Object.entries(toldAt).filter(([name]) => !past.includes(name));
      toldAt = { ...Object.fromEntries(kept), [kind]: now };
    },
    closeGate: async (closing, probe) => {
      const isOurs = probe !== undefined && probe.prober === prober;
      if (gate.closedUntil >= closing.closedUntil && !isOurs) return;
      gate = { ...gate, ...closing };
      prober = '';
    },
    takeProbe: async (seen, until) => {
      if (gate.closedUntil !== seen.closedUntil) return undefined;
      holders += 1;
      prober = String(holders);
      gate = { ...gate, closedUntil: until };
      return { until, prober };
    },
    openGate: async (probe, strikes) => {
      if (probe.prober !== prober) return;
      gate = { ...gate, closedUntil: 0, strikes };
      prober = '';
    },
    noteDoubt: async (testKey) => {
      const doubts = [...new Set([...(gate.doubts ?? []), testKey])].toSorted();
      gate = { ...gate, doubts };
      return doubts.length;
    },
    clearDoubts: async () => {
      const { doubts: _, ...others } = gate;
      gate = others;
    },
    noteMissing: async (testKey, until, past) => {
      const kept = Object.entries(gate.missing ?? {}).filter(([name]) => name === testKey || !past.includes(name));
      gate = { ...gate, missing: { ...Object.fromEntries(kept), [testKey]: until } };
    },
    forgetMissing: async (testKey) => {
      const { [testKey]: _, ...missing } = gate.missing ?? {};
      gate = { ...gate, missing };
    },
    claimWake: async (at, now) => {
      if (wakeAt > now && wakeAt <= at) return false;
      wakeAt = at;
      return true;
    },
  };
};
