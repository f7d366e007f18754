import type { Capture, EarlierSnapshot } from './capture.ts';
import { epochOf } from '../time.ts';
import { present } from '../present.ts';

/*
 * Before, during, after: the snapshots of the same test that a message names beside its own. A baseline is what a schedule
 * asked for, at its time, and no statement that the test was healthy then.
 */

/** What is named beside a capture's own snapshot. */
export type Related = Pick<Capture, 'baseline' | 'triggerSnapshots'>;

/** So many snapshots of triggers one message names. */
const MAX_TRIGGER_SNAPSHOTS = 10;

/** Whether a message of these captures names a baseline: only if one of them is an alert's. */
export const wantsBaseline = (members: readonly Capture[]): boolean => members.some(({ reason }) => reason === 'alert');

/** Ids of the triggers whose snapshots a message of these captures names: not those that it tells of itself. */
export const triggersBefore = (members: readonly Capture[]): string[] => {
  const own = new Set(members.map(({ id }) => id));
  return [...new Set(members.flatMap(({ triggers }) => triggers ?? []))].filter((id) => !own.has(id));
};

/**
 * What a message of these captures names. Pure.
 *
 * @param captures the triggers of their clears, as far as they are there
 * @param baseline the newest scheduled snapshot of their test
 * @param now epoch milliseconds: a snapshot whose life is over is not named
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

/** The same without the snapshot that the message is about: one that is reused may be that of a schedule, or of the trigger. */
export const withoutOwn = ({ baseline, triggerSnapshots }: Related, link: string | undefined): Related => {
  const others = triggerSnapshots?.filter(({ snapshot }) => snapshot.link !== link) ?? [];
  return present({
    baseline: baseline?.snapshot.link === link ? undefined : baseline,
    triggerSnapshots: others.length > 0 ? others : undefined,
  });
};

/** Whether its snapshot is a baseline for later alerts: a schedule asked for it, and no alert shares it. */
export const isBaseline = ({ reason, reusedFrom, mergedInto, snapshot, covers = [] }: Capture): boolean =>
  reason === 'schedule' &&
  snapshot?.link !== undefined &&
  reusedFrom === undefined &&
  mergedInto === undefined &&
  covers.every(({ alert }) => alert === undefined);

const isAlive = ({ expiresAt }: EarlierSnapshot['snapshot'], now: number): boolean => epochOf(expiresAt) > now;

const earlierOf = ({ id, alert }: Capture, snapshot: EarlierSnapshot['snapshot']): EarlierSnapshot => ({
  captureId: id,
  snapshot,
  ...present({ alertId: alert?.alertId }),
});
