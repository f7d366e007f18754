import type { CaptureFields } from './capture-fields.ts';

/** Marks a capture: a POST whose answer was lost may have created a snapshot. */
export const withDoubt = <Any extends CaptureFields>(capture: Any): Any => ({ ...capture, possibleDuplicate: true });

/** Marks the leader if any follower is marked, because one notification announces them all. */
export const withDoubtOfAll = <Any extends CaptureFields>(leader: Any, followers: readonly CaptureFields[]): Any =>
  followers.some(({ possibleDuplicate }) => possibleDuplicate) ? withDoubt(leader) : leader;
