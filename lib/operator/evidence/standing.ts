import { type Capture, isPending, shownStateOf } from '../../captures/capture.ts';
import type { Grouped } from '../../captures/capture-fields.ts';
import { hasExpired } from '../../captures/link-kind.ts';
import { httpUrl } from '../board/html.ts';
import type { Evidence } from './read-evidence.ts';

/** How far the evidence of an alert is, judged by its newest capture. */
export type Standing =
  | { readonly kind: 'nothing' }
  | ({ readonly capture: Capture } & (
      | { readonly kind: 'open'; readonly link: string }
      /** `place` counts from 1. Both are absent if there are more open captures than were read. */
      | { readonly kind: 'waiting'; readonly place?: number; readonly dueAt?: number }
      /** The alert waits for the closing snapshot of its test. */
      | { readonly kind: 'grouped'; readonly grouped: Grouped; readonly dueAt: number }
      | { readonly kind: 'in_hand' | 'expired' | 'unlinked' | 'failed' | 'cancelled' | 'ignored' }
    ));

/** The standing of an alert's evidence. Pure. `now`: epoch milliseconds. */
export const standingOf = ({ captures: [newest], turns }: Evidence, now: number): Standing => {
  if (newest === undefined) return { kind: 'nothing' };
  const capture = newest;
  if (capture.snapshot !== undefined) {
    if (hasExpired(capture.snapshot, now)) return { kind: 'expired', capture };
    const link = httpUrl(capture.snapshot.link);
    return link === undefined ? { kind: 'unlinked', capture } : { kind: 'open', capture, link };
  }
  if (isPending(capture)) {
    const index = turns.findIndex(({ captures }) => captures.some(({ id }) => id === capture.id));
    const turn = turns[index];
    if (turn?.isClosing && capture.grouped) {
      return { kind: 'grouped', capture, grouped: capture.grouped, dueAt: turn.dueAt };
    }
    return { kind: 'waiting', capture, ...(turn && { place: index + 1, dueAt: turn.dueAt }) };
  }
  const state = shownStateOf(capture);
  return { kind: state === 'failed' || state === 'cancelled' || state === 'ignored' ? state : 'in_hand', capture };
};

/** The newest earlier capture of the alert whose link still opens. */
export const earlierThan = (newest: Capture, { captures }: Evidence, now: number): Capture | undefined =>
  captures.find(
    ({ id, snapshot }) =>
      id !== newest.id && httpUrl(snapshot?.link) !== undefined && snapshot && !hasExpired(snapshot, now),
  );

const PLACES = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth'];
const SUFFIXES: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const ORDINAL = new Intl.PluralRules('en', { type: 'ordinal' });

/** A place in line, such as `Third` or `23rd`. */
export const ordinal = (place: number): string => PLACES[place - 1] ?? `${place}${SUFFIXES[ORDINAL.select(place)]}`;
