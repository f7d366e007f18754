import type { Board } from '../read-board.ts';
import { foreign, severityMark, testNameOf } from '../capture-names.ts';
import { linkFacts, renderLink } from '../links.ts';
import { counted, countdown, moment, range } from '../time.ts';
import { mayOperate } from '../../may-operate.ts';
import type { CaptureView } from '../../view.ts';
import { dueTimesOf } from '../../../planning/due-times.ts';
import { commandOf } from '../../../captures/uncovered-start.ts';
import { html, type Html } from '../html.ts';
import { lengthOf } from '../../../time.ts';

/** The heads of the columns. On a phone, each row is a card, and these are its labels. */
const COLUMNS = ['State', 'Severity', 'Test', 'Rule', 'Window', 'Arrived', 'Evidence', 'Alerts'] as const;

/** The captures, newest first. The roles are explicit, because the card layout on a phone removes those of a table. */
export const renderTable = (board: Board): Html => {
  const due = dueTimesOf(board.turns);
  return html`<table role="table" aria-labelledby="captures-title">
<thead role="rowgroup"><tr role="row">${COLUMNS.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}</tr></thead>
<tbody role="rowgroup">${board.captures.map((capture) => row(capture, due.get(capture.id), board))}</tbody>
</table>`;
};

const row = (capture: CaptureView, dueAt: number | undefined, { now, operator }: Board): Html => {
  const cells = [
    html`<span class="state">${capture.state}</span>${tries(capture)}${people(capture)}`,
    severityMark(capture),
    html`<b>${testNameOf(capture)}</b><small>${[capture.testId, capture.aid && `aid ${capture.aid}`].filter(Boolean).join(' · ')}</small>`,
    capture.alert?.ruleName === undefined ? html`<span class="none">–</span>` : foreign(capture.alert.ruleName),
    windowOf(capture, now),
    html`${moment(capture.receivedAt, now)}<small>${waitOf(capture, now)}</small>`,
    evidence(capture, dueAt, mayOperate(operator), now),
    alerts(capture),
  ];
  return html`<tr role="row" id="c-${capture.id}" class="${capture.state}">${cells.map(
    (cell, index) => html`<td role="cell" data-label="${COLUMNS[index]}">${cell}</td>`,
  )}</tr>`;
};

const tries = ({ attempts, state, possibleDuplicate }: CaptureView): Html =>
  html`${attempts > 1 && state !== 'published' && html`<small>${attempts} tries</small>`}${
    possibleDuplicate &&
    html`<small title="An earlier try may have created a snapshot, too">a second snapshot may exist</small>`
  }`;

/** The operators who requested the capture, sent it again, or cancelled it. */
const people = ({ reason, requestedBy, cancelledBy }: CaptureView): Html =>
  html`${requestedBy !== undefined && html`<small>${reason === 'manual' ? 'asked for' : 'sent again'} by ${foreign(requestedBy)}</small>`}${
    cancelledBy !== undefined && html`<small>cancelled by ${foreign(cancelledBy)}</small>`
  }`;

const windowOf = ({ startDate, endDate, notCovered }: CaptureView, now: number): Html => {
  const hours = (Date.parse(endDate) - Date.parse(startDate)) / 3_600_000;
  return html`${range(startDate, endDate, now)}<small>${hours} h</small>${
    notCovered &&
    html`<details class="late"><summary>began ${lengthOf(Date.parse(endDate) - Date.parse(notCovered.startedAt))} before its end; not covered</summary><code>${commandOf(notCovered)}</code></details>`
  }`;
};

const waitOf = ({ state, receivedAt, announcedAt, endedAt, grouped }: CaptureView, now: number): string => {
  if (endedAt !== undefined) return `after ${lengthOf(Date.parse(endedAt) - Date.parse(receivedAt))}`;
  if (announcedAt !== undefined) return `took ${lengthOf(Date.parse(announcedAt) - Date.parse(receivedAt))}`;
  if (grouped !== undefined) return 'grouped';
  return state === 'failed' || state === 'cancelled' ? '' : `waiting ${lengthOf(now - Date.parse(receivedAt))}`;
};

/** The link, or the reason why there is none. */
const evidence = (capture: CaptureView, dueAt: number | undefined, mayAct: boolean, now: number): Html => {
  const { id, link, failure } = capture;
  if (link !== undefined)
    return html`${renderLink(capture, 'copy')}<small>${linkFacts(capture)}</small>${earlier(capture, now)}`;
  if (capture.state === 'cancelled') {
    return html`<span class="none">none</span>${
      mayAct &&
      capture.endedAt !== undefined &&
      html` <button type="button" class="needs-script" id="again-${id}" data-retry="${id}">Send again</button>`
    }`;
  }
  if (capture.state === 'ignored') {
    return html`<span class="none">${failure?.code.replaceAll('_', ' ') ?? 'none'}</span>`;
  }
  if (failure !== undefined) return html`<a href="#failed-${id}">${failure.code.replaceAll('_', ' ')}</a>`;
  if (capture.endedAt !== undefined) return html`<span class="none">none</span>`;
  if (capture.announcedAt !== undefined) return html`<span class="none">created, without a link</span>`;
  if (dueAt === undefined) return html`<span class="none">in hand</span>`;
  const due =
    dueAt <= now ? html`due now` : html`due in ${countdown(dueAt, now)}<small>≈ ${moment(dueAt, now)}</small>`;
  return html`${shownSoFar(capture, now)}${due} ${
    mayAct &&
    html`<button type="button" class="needs-script" id="cancel-${id}" data-cancel="${id}">Cancel<span class="sr"> the capture of ${testNameOf(capture)}</span></button>`
  }`;
};

/** Links to earlier snapshots of the test: those of the triggers, and the newest one of a schedule. */
const earlier = ({ baseline, triggerSnapshots = [] }: CaptureView, now: number): Html => {
  const line = (name: string, it: NonNullable<CaptureView['baseline']>) =>
    html`<small><a href="/captures/${it.captureId}/link" target="_blank" rel="noopener noreferrer">${name}</a> ${range(it.startDate, it.endDate, now)}</small>`;
  return html`${triggerSnapshots.map((it) => line('trigger', it))}${baseline && line('planned', baseline)}`;
};

/** The link to the first snapshot, while an alert waits for the closing snapshot of its test. */
const shownSoFar = ({ grouped }: CaptureView, now: number): Html | false =>
  grouped !== undefined &&
  html`<a href="/captures/${grouped.captureId}/link" target="_blank" rel="noopener noreferrer">The first snapshot</a> shows until ${moment(grouped.showsUntil, now)}; the closing one is `;

const alerts = ({ id, reason, covers = [], mergedInto, reusedFrom }: CaptureView): Html => {
  const source = mergedInto ?? reusedFrom;
  const own = reason === 'alert' ? 1 : 0;
  return html`${own + covers.length > 0 && html`${counted(own + covers.length, 'alert')}`}<small>${
    source !== undefined && html`<a href="#c-${source}">${mergedInto === undefined ? 'reused' : 'shared'}</a> `
  }<a href="/captures/${id}?as=json">${id.slice(0, 6)}<span class="sr"> as JSON</span></a></small>`;
};
