import type { Capture } from './capture.ts';
import type { EarlierSnapshot } from './snapshot.ts';
import { epochOf } from '../time.ts';
import { present } from '../present.ts';

/*
 * Before, during, after: a message also names earlier snapshots of its test. A baseline is the snapshot of a schedule. It
 * does not say that the test was healthy at that time.
 */

/** The earlier snapshots that a capture's message names. */
export type Related = Pick<Capture, 'baseline' | 'triggerSnapshots'>;

/** The most snapshots of triggers in one message. */
const MAX_TRIGGER_SNAPSHOTS = 10;

/** Whether a message of these captures names a baseline: only if one of them is an alert's. */
export const wantsBaseline = (members: readonly Capture[]): boolean => members.some(({ reason }) => reason === 'alert');

/** The ids of the triggers whose snapshots a message names. A trigger that the message itself announces is left out. */
export const triggersBefore = (members: readonly Capture[]): string[] => {
  const own = new Set(members.map(({ id }) => id));
  return [...new Set(members.flatMap(({ triggers }) => triggers ?? []))].filter((id) => !own.has(id));
};

/**
 * The earlier snapshots for a message about `members`. Pure.
 *
 * @param captures the triggers of their clears that are still stored
 * @param baseline the newest scheduled snapshot of their test
 * @param now epoch milliseconds; expired snapshots are left out
 */
export const relatedOf = (
  members: readonly Capture[],
  captures: readonly Capture[],
  baseline: EarlierSnapshot | undefined,
  now: number,
): Related => {
  const byId = new Map(captures.map((capture) => [capture.id, capture]));
  const wanted = new Set(triggersBefore(members));
  const snapshots = members.flatMap(({ triggers = [] }) => {
    const trigger = triggers
      .filter((id) => wanted.has(id))
      .map((id) => byId.get(id))
      .find((it) => it?.state === 'published' && it.snapshot.link !== undefined && isAlive(it.snapshot, now));
    return trigger?.snapshot ? [earlierOf(trigger, trigger.snapshot)] : [];
  });
  const distinct = [...new Map(snapshots.map((it) => [it.captureId, it])).values()].slice(0, MAX_TRIGGER_SNAPSHOTS);
  return present({
    baseline: baseline && isAlive(baseline.snapshot, now) ? baseline : undefined,
    triggerSnapshots: distinct.length > 0 ? distinct : undefined,
  });
};

/** Leaves out the message's own snapshot. A reused one may be the snapshot of the schedule, or of the trigger. */
export const withoutOwn = ({ baseline, triggerSnapshots }: Related, link: string | undefined): Related => {
  const others = triggerSnapshots?.filter(({ snapshot }) => snapshot.link !== link) ?? [];
  return present({
    baseline: baseline?.snapshot.link === link ? undefined : baseline,
    triggerSnapshots: others.length > 0 ? others : undefined,
  });
};

/** Whether a capture's snapshot is a baseline for later alerts: a schedule asked for the snapshot, and no alert shares it. */
export const isBaseline = ({ reason, reusedFrom, mergedInto, snapshot, covers = [] }: Capture): boolean =>
  reason === 'schedule' &&
  snapshot?.link !== undefined &&
  reusedFrom === undefined &&
  mergedInto === undefined &&
  covers.every(({ alert }) => alert === undefined);

/**
 * Whether a snapshot has not reached its end, also where that end is only the documented one. `hasExpired` is another
 * rule: it is certain, so an evidence page still offers a link that may work, and a message does not repeat it.
 */
const isAlive = ({ expiresAt }: EarlierSnapshot['snapshot'], now: number): boolean => epochOf(expiresAt) > now;

const earlierOf = ({ id, alert }: Capture, snapshot: EarlierSnapshot['snapshot']): EarlierSnapshot => ({
  captureId: id,
  snapshot,
  ...present({ alertId: alert?.alertId }),
});
