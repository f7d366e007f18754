import type { Board } from '../read-board.ts';
import { clock, counted } from '../time.ts';
import type { CaptureView } from '../../view.ts';
import { html, type Html } from '../html.ts';
import { urgencyOf } from '../../../planning/priority.ts';
import { oneLine } from '../../../text.ts';
import { isoOf, lengthOf } from '../../../time.ts';
import { dueTimesOf } from '../../../planning/due-times.ts';

/*
 * The timeline has a line for each capture: from its arrival to its link, its failure, or now; and a dotted line on to
 * the time at which it is due. In a storm, the quota appears as a staircase. The drawing uses only attributes, because
 * the page's policy forbids inline styles.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Possible lengths. The timeline has the shortest one that shows half of the listed captures, and all open ones. */
const SPANS = [15 * MINUTE, HOUR, 3 * HOUR, 12 * HOUR, 24 * HOUR, 72 * HOUR, 168 * HOUR, 720 * HOUR, 8760 * HOUR];
const MAX_ROWS = 60;
const HEIGHT = 400;
const TOP = 8;
const AXIS = 22;

/** One line of the timeline. All times are epoch milliseconds. */
interface Row {
  readonly capture: CaptureView;
  readonly from: number;
  /** When the capture ended; now, if it is open. */
  readonly to: number;
  readonly end: 'link' | 'failed' | 'dropped' | 'in-hand' | 'waiting';
  /** When a waiting capture is due. */
  readonly dueAt?: number;
}

interface Timeline {
  readonly rows: readonly Row[];
  readonly from: number;
  readonly to: number;
}

/** The lines in the order of their ends, so that the drawing reads from top to bottom. Pure. */
export const timelineOf = ({ captures, turns, now }: Pick<Board, 'captures' | 'turns' | 'now'>): Timeline => {
  const due = dueTimesOf(turns);
  const all = captures.map((capture) => rowOf(capture, due.get(capture.id), now));
  const shows = (span: number) => all.filter(({ from }) => from >= now - span);
  const span = SPANS.find(
    (length) => shows(length).length * 2 >= all.length && all.filter(isOpen).every(({ from }) => from >= now - length),
  );
  const rows = shows(span ?? Number.POSITIVE_INFINITY)
    .toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || endOf(isOpen(a) ? a : b) - endOf(isOpen(a) ? b : a))
    .slice(0, MAX_ROWS)
    .toSorted((a, b) => endOf(a) - endOf(b) || a.from - b.from);
  const from = Math.min(now - MINUTE, ...rows.map((row) => row.from));
  return { rows, from, to: Math.max(now, ...rows.map(endOf)) };
};

const isOpen = ({ end }: Row): boolean => end === 'waiting' || end === 'in-hand';

const endOf = ({ to, dueAt }: Row): number => dueAt ?? to;

const rowOf = (capture: CaptureView, dueAt: number | undefined, now: number): Row => {
  const from = Math.min(now, Date.parse(capture.receivedAt));
  const done = Date.parse(capture.announcedAt ?? capture.endedAt ?? capture.receivedAt);
  switch (capture.state) {
    case 'published':
      return { capture, from, to: done, end: 'link' };
    case 'failed':
      return { capture, from, to: done, end: 'failed' };
    case 'ignored':
    case 'cancelled':
      return { capture, from, to: done, end: 'dropped' };
    case 'pending':
      return { capture, from, to: now, end: 'waiting', dueAt: Math.max(now, dueAt ?? now) };
    case 'claimed':
    case 'created':
      return { capture, from, to: now, end: 'in-hand' };
  }
};

/** The timeline as an image with a text that summarizes it. The table on the page has all details. */
export const renderTimeline = (board: Board): Html => {
  const { rows, from, to } = timelineOf(board);
  const { now } = board;
  const pitch = Math.max(6, Math.min(18, Math.floor(HEIGHT / rows.length)));
  const floor = TOP + rows.length * pitch;
  const x = (at: number): string => `${((0.015 + (0.97 * (at - from)) / (to - from)) * 100).toFixed(2)}%`;
  const label = (at: number): string => {
    const text = clock(isoOf(at), now);
    return to - from < HOUR ? text : text.slice(0, -3);
  };
  const ticks = Array.from({ length: 5 }, (_, index) => from + ((to - from) * index) / 4);
  return html`<section class="timeline" id="timeline" aria-labelledby="timeline-title"${rows.length === 0 && html` hidden`}>
<h2 id="timeline-title">Timeline <small>${counted(rows.length, 'capture')}, ${lengthOf(to - from)}, UTC</small></h2>
<svg role="img" aria-label="${summary(rows)}" width="100%" height="${floor + AXIS}">
${ticks.map((at, index) => tick(x(at), label(at), index, floor))}
<line class="now" x1="${x(now)}" x2="${x(now)}" y1="0" y2="${floor}"/>
${rows.map((row, index) => line(row, x, TOP + (index + 0.5) * pitch))}
</svg>
<p class="legend" aria-hidden="true"><span class="key link">link</span> <span class="key waiting">due</span> <span class="key failed">failed</span> <span class="key now">now</span></p>
</section>`;
};

const tick = (x: string, label: string, index: number, floor: number): Html =>
  html`<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${floor}"/><text x="${x}" y="${floor + 16}" text-anchor="${
    index === 0 ? 'start' : index === 4 ? 'end' : 'middle'
  }">${label}</text>`;

const line = ({ capture, from, to, end, dueAt }: Row, x: (at: number) => string, y: number): Html => {
  const level = urgencyOf(capture);
  const name = oneLine(capture.testName ?? capture.testId ?? '', 80);
  return html`<g class="row ${level} ${end}"><title>${`${name}: ${capture.state}, ${level}, ${lengthOf(to - from)}`}</title>
<line class="wait" x1="${x(from)}" x2="${x(to)}" y1="${y}" y2="${y}"/>${
    dueAt !== undefined && html`<line class="ahead" x1="${x(to)}" x2="${x(dueAt)}" y1="${y}" y2="${y}"/>`
  }${marker(end, x(dueAt ?? to), y)}</g>`;
};

const marker = (end: Row['end'], x: string, y: number): Html =>
  end === 'failed'
    ? html`<svg x="${x}" y="${y}" overflow="visible"><path d="M-3-3 3 3M3-3-3 3"/></svg>`
    : html`<circle cx="${x}" cy="${y}" r="${end === 'link' ? 2.6 : 2.2}"/>`;

const summary = (rows: readonly Row[]): string => {
  const count = (end: Row['end']) => rows.filter((row) => row.end === end).length;
  return `${count('link')} with a link, ${count('waiting')} waiting, ${count('in-hand')} in hand, ${count('failed')} failed`;
};
