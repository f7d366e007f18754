import type { Capture, Pending } from '../captures/capture.ts';
import type { Grouped } from '../captures/capture-fields.ts';
import { testKeyOf } from '../captures/identity.ts';
import { epochOf } from '../time.ts';
import { isAskedFor, levelOfSeverity } from './priority.ts';

/*
 * GROUP_SAME_TEST_MINUTES: a flapping test gets one snapshot at once, and then one per interval. Alerts that arrive
 * less than this interval after the end of an alert's snapshot share a closing snapshot. It starts the next interval,
 * so a test that goes on flapping has a steady pace. All functions are pure.
 */

/** An alert that waits for the closing snapshot of its test. */
export interface Sleeper {
  readonly capture: Pending;
  readonly grouped: Grouped;
}

/** A snapshot that starts an interval, in which later alerts of its test wait. */
interface Opening extends Grouped {
  /** Epoch milliseconds: the end of the snapshot's range. */
  readonly from: number;
  /** The level of the most severe alert that the snapshot serves. */
  readonly level: number;
}

/**
 * The captures that wait for a closing snapshot now. None of a test waits if a later alert of it gets a snapshot at
 * once, because its severity is higher: that snapshot shows the ranges of all, and starts the next interval.
 *
 * @param waiting pending captures that no snapshot serves
 * @param known captures in any state, with those of the same tests
 * @param groupMs GROUP_SAME_TEST_MINUTES in milliseconds; with 0 none waits
 * @param now epoch milliseconds
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
      // The stored time may be of a longer setting, or of a closing snapshot that was due after the alert's arrival.
      return grouped
        ? [{ capture, grouped: { ...grouped, until: Math.min(grouped.until, capture.receivedAt + groupMs) } }]
        : [];
    });
    const asleep = new Set(sleepers.map(({ capture }) => capture));
    const isAwaited = captures.some((it) => it.reason === 'alert' && !isAskedFor(it) && !it.alone && !asleep.has(it));
    return isAwaited || closingDueAtOf(sleepers) <= now ? [] : sleepers;
  });
};

/** The waiting captures by their stored fields alone, for code without the value of GROUP_SAME_TEST_MINUTES. */
export const storedSleepers = (waiting: readonly Pending[], now: number): Sleeper[] =>
  sleepersAmong(waiting, waiting, Infinity, now);

/**
 * When the closing snapshot for sleepers of one test is due, in epoch milliseconds: the earliest time of any of them.
 */
export const closingDueAtOf = (sleepers: readonly Sleeper[]): number =>
  Math.min(...sleepers.map(({ grouped }) => grouped.until));

/** Whether a capture may have to wait, and no worker has decided that yet. */
export const mayBeGrouped = (capture: Pending, groupMs: number): boolean =>
  groupMs > 0 && capture.grouped === undefined && maySleep(capture);

/** Only an untried alert may wait. Requests of operators and schedules never do, and neither do retries. */
const maySleep = (capture: Pending): boolean =>
  capture.reason === 'alert' && !isAskedFor(capture) && !capture.alone && capture.attempts === 0;

const openingOf = (capture: Capture, groupMs: number): Opening | undefined => {
  const { id, state, snapshot, grouped, mergedInto } = capture;
  const level = Math.min(...levelsOf(capture));
  if (state === 'pending') {
    // A clear waits whatever its severity, so it says nothing about the severity of the snapshot that it waits behind.
    const isClear = capture.alert?.transition === 'clear';
    return grouped && { ...grouped, from: epochOf(grouped.showsUntil), level: isClear ? Infinity : level };
  }
  // A failure starts no interval, and neither does a snapshot without a link or one that was made for another capture.
  if (snapshot?.link === undefined || capture.reusedFrom !== undefined || level === Infinity) return undefined;
  const from = epochOf(snapshot.endDate);
  const closedAt = mergedInto === undefined ? (grouped?.until ?? from) : from;
  const until = Math.max(from, closedAt) + groupMs;
  return { until, openedBy: mergedInto ?? id, showsUntil: snapshot.endDate, from, level };
};

/** The levels of the alerts that a capture's snapshot serves. */
const levelsOf = ({ reason, severity, covers = [] }: Capture): number[] => [
  ...(reason === 'alert' ? [levelOfSeverity(severity)] : []),
  ...covers.flatMap((it) => (it.alert ? [levelOfSeverity(it.severity)] : [])),
];

/** The wait of an alert; undefined if it is the first one, or more severe than all alerts that were captured. */
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
