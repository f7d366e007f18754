import type { Capture, Grouped, Pending } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import { epochOf } from '../time.ts';
import { isAskedFor, levelOfSeverity } from './priority.ts';

/*
 * GROUP_SAME_TEST_MINUTES: a test that flaps gets one snapshot at once, and then one in so many minutes. Alerts that arrive
 * less than that after what the last snapshot of an alert shows, wait for a closing snapshot that they share. The closing
 * snapshot counts as the next first one, so a test that goes on flapping has a steady pace. All pure.
 */

/** An alert that waits for the closing snapshot of its test. */
export interface Sleeper {
  readonly capture: Pending;
  readonly grouped: Grouped;
}

/** A snapshot behind which later alerts of its test wait. */
interface Opening extends Grouped {
  /** Epoch milliseconds: the end of what it shows. */
  readonly from: number;
  /** The level of the most severe alert that it is for. */
  readonly level: number;
}

/**
 * Which of these captures wait for a closing snapshot now. None of a test that gets a snapshot of a later alert anyway, for
 * a higher severity does not wait: that snapshot shows what they would show, and the time starts again with it.
 *
 * @param waiting pending captures that no snapshot serves
 * @param known captures in any state, with those of their tests
 * @param groupMs GROUP_SAME_TEST_MINUTES in milliseconds; 0: nobody waits
 */
export const sleepersAmong = (
  waiting: readonly Pending[],
  known: readonly Capture[],
  groupMs: number,
  now: number,
): Sleeper[] => {
  if (groupMs === 0) return [];
  const knownByTest = Map.groupBy(known, testKeyOf);
  return [...Map.groupBy(waiting, testKeyOf)].flatMap(([testKey, captures]) => {
    if (testKey === undefined || !captures.some(maySleep)) return [];
    const openings = (knownByTest.get(testKey) ?? []).flatMap((it) => openingOf(it, groupMs) ?? []);
    const sleepers: Sleeper[] = captures.flatMap((capture) => {
      const grouped = maySleep(capture) ? (capture.grouped ?? groupedBy(openings, capture, now)) : undefined;
      return grouped ? [{ capture, grouped }] : [];
    });
    const asleep = new Set(sleepers.map(({ capture }) => capture));
    const isAwaited = captures.some((it) => it.reason === 'alert' && !isAskedFor(it) && !it.alone && !asleep.has(it));
    return isAwaited || dueAtOf(sleepers) <= now ? [] : sleepers;
  });
};

/** The same by what is stored alone, for whoever does not know GROUP_SAME_TEST_MINUTES. */
export const storedSleepers = (waiting: readonly Pending[], now: number): Sleeper[] =>
  sleepersAmong(waiting, waiting, Infinity, now);

/** When the closing snapshot of sleepers of one test is due, in epoch milliseconds: as soon as it is for any of them. */
export const dueAtOf = (sleepers: readonly Sleeper[]): number =>
  Math.min(...sleepers.map(({ grouped }) => grouped.until));

/** Whether a capture may have to wait, and nobody has looked for a snapshot of its test yet. */
export const mayBeGrouped = (capture: Pending, groupMs: number): boolean =>
  groupMs > 0 && capture.grouped === undefined && maySleep(capture);

/** Only an alert that was not tried yet: what a person or a schedule asks for never waits, nor what is tried once more. */
const maySleep = (capture: Pending): boolean =>
  capture.reason === 'alert' && !isAskedFor(capture) && !capture.alone && capture.attempts === 0;

const openingOf = (capture: Capture, groupMs: number): Opening | undefined => {
  const { id, state, snapshot, grouped, mergedInto } = capture;
  const level = Math.min(...levelsOf(capture));
  if (state === 'pending') return grouped && { ...grouped, from: epochOf(grouped.showsUntil), level };
  // A failure opens nothing, nor does a snapshot that nobody can open, or one that was made for another capture.
  if (snapshot?.link === undefined || capture.reusedFrom !== undefined || level === Infinity) return undefined;
  const from = epochOf(snapshot.endDate);
  const closedAt = mergedInto === undefined ? (grouped?.until ?? from) : from;
  const until = Math.max(from, closedAt) + groupMs;
  return { until, openedBy: mergedInto ?? id, showsUntil: snapshot.endDate, from, level };
};

/** The levels of the alerts that a capture's snapshot is for. */
const levelsOf = ({ reason, severity, covers = [] }: Capture): number[] => [
  ...(reason === 'alert' ? [levelOfSeverity(severity)] : []),
  ...covers.flatMap((it) => (it.alert ? [levelOfSeverity(it.severity)] : [])),
];

/** What an alert has to wait for; undefined where it is the first, or more severe than all that was captured. */
const groupedBy = (openings: readonly Opening[], capture: Pending, now: number): Grouped | undefined => {
  const open = openings
    .filter(({ from, until }) => from <= capture.receivedAt && capture.receivedAt < until && now < until)
    .toSorted((a, b) => b.until - a.until || (a.openedBy < b.openedBy ? -1 : 1));
  const [newest] = open;
  const isClear = capture.alert?.transition === 'clear';
  const isMoreSevere = levelOfSeverity(capture.severity) < Math.min(...open.map(({ level }) => level));
  if (newest === undefined || (isMoreSevere && !isClear)) return undefined;
  return { until: newest.until, openedBy: newest.openedBy, showsUntil: newest.showsUntil };
};
