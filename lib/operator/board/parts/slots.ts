import { counted, countdown, moment } from '../time.ts';
import { html, type Html } from '../html.ts';
import type { Status } from '../../status.ts';

/** The quota as a strip of film: a frame for each slot, free or filled by as much of its time as is left. */
export const renderSlots = ({ slots }: Status, now: number): Html => {
  const { limit, periodSeconds, takenUntil = [] } = slots;
  const free = limit - takenUntil.length;
  return html`<section class="slots" id="slots" aria-labelledby="slots-title">
<h2 id="slots-title">Quota <small>${counted(limit, 'snapshot')} in ${periodSeconds} s</small></h2>
<ol class="film">${Array.from({ length: free }, () => html`<li class="frame free"><b>free</b></li>`)}${takenUntil.map(
    (until) => taken(until, periodSeconds * 1000, now),
  )}</ol>
</section>`;
};

/** `height` is drawn by an attribute: the page's policy allows no inline style. */
const taken = (until: string, periodMs: number, now: number): Html => {
  const left = Math.min(1, Math.max(0, (Date.parse(until) - now) / periodMs));
  return html`<li class="frame taken">
<svg class="fill" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true"><rect width="1" height="${left.toFixed(3)}" y="${(
    1 - left
  ).toFixed(3)}" data-drain="${Date.parse(until)}" data-period="${periodMs}"/></svg>
<b>${countdown(until, now)}</b> <span><span class="sr">free at </span>${moment(until, now)}</span></li>`;
};
