import type { Capture } from '../../captures/capture.ts';
import { foreign, severityMark, testNameOf } from '../board/capture-names.ts';
import { html, type Html } from '../board/html.ts';
import { linkFacts } from '../board/links.ts';
import { counted, moment, range } from '../board/time.ts';
import { type CaptureView, viewOf } from '../view.ts';
import { boardAt } from '../way-back.ts';

/** All captures of the alert, newest first, each with a link to the board. */
export const renderCaptures = (
  captures: readonly Capture[],
  now: number,
): Html => html`<section class="captures" aria-labelledby="of-alert">
<h2 id="of-alert">${counted(captures.length, 'capture')} of this alert</h2>
<ol class="of-alert">${captures.map((capture) => listed(viewOf(capture), now))}</ol>
</section>`;

const listed = (capture: CaptureView, now: number): Html => {
  const { id, state, alert, startDate, endDate, receivedAt, link } = capture;
  return html`<li id="capture-${id}" class="${state}">${severityMark(capture)} <b>${testNameOf(capture)}</b>
<span class="state">${state}</span> ${alert?.transition}, arrived ${moment(receivedAt, now)}; shows ${range(startDate, endDate, now)}
${alert?.ruleName !== undefined && html`<small>rule ${foreign(alert.ruleName)}</small>`}
${link !== undefined && html`<small>${linkFacts(capture)}</small>`}
<a href="${boardAt(id)}">on the board</a></li>`;
};
