import type { Created } from '../../lib/captures/capture.ts';
import type { EarlierSnapshot } from '../../lib/captures/snapshot.ts';
import { testKeyOf } from '../../lib/captures/identity.ts';
import type { Baselines } from '../../lib/ledger/baselines.ts';
import type { LedgerQueries } from '../../lib/ledger/queries.ts';

/** Baselines in memory, beside captures that `getAll` reads. Held against the real ones by `test/contract`. */
export const createMemoryBaselines = (getAll: LedgerQueries['getAll']): Baselines => {
  const noted = new Map<string, EarlierSnapshot>();
  return {
    readWith: async (testKey, captureIds) => {
      const baseline = noted.get(testKey);
      return { captures: await getAll(captureIds), ...(baseline && { baseline }) };
    },
    note: async (capture: Created) => {
      const testKey = testKeyOf(capture) ?? '';
      const { id: captureId, snapshot } = capture;
      if ((noted.get(testKey)?.snapshot.endDate ?? '') <= snapshot.endDate) noted.set(testKey, { captureId, snapshot });
    },
  };
};
