import type { CaptureFields } from './capture-fields.ts';

/* Makes the next version of a capture, for the steps in `transitions.ts` and `announcing.ts` only. */

/** The fields that a step may drop. A step keeps all others, fields of a newer version of the code too. */
type Droppable =
  | 'notBefore'
  | 'grouped'
  | 'leaseUntil'
  | 'mergedInto'
  | 'failure'
  | 'announcedAt'
  | 'endedAt'
  | 'covers'
  | 'cancelledBy';

/** The next version: `changes` on top of `before`, without the fields in `drops`. */
export const step = <Changes extends object>(
  before: CaptureFields,
  changes: Changes,
  drops: readonly Droppable[] = [],
) => {
  const kept: CaptureFields = { ...before };
  for (const field of drops) delete (kept as Partial<Record<Droppable, unknown>>)[field];
  return { ...kept, ...changes, version: before.version + 1 };
};
