import { counted, countdown, moment } from '../time.ts';
import { html, type Html } from '../html.ts';
import type { Status } from '../../status.ts';

/** More frames would push the rest of the page down. */
const MOST_FRAMES = 12;

/** The quota as a strip of film with a frame for each slot. The fill of a taken slot is the time that is left. */
export const renderSlots = ({ slots }: Status, now: number): Html => {
  const { limit, periodSeconds, takenUntil = [] } = slots;
  const free = limit - takenUntil.length;
  return html`<section class="slots" id="slots" aria-labelledby="slots-title">
<h2 id="slots-title">Quota <small>${counted(limit, 'snapshot')} in ${periodSeconds} s</small></h2>
<ol class="film">${freeFrames(free, limit)}${takenFrames(takenUntil, limit, periodSeconds * 1000, now)}</ol>
</section>`;
};

const freeFrames = (free: number, limit: number): Html[] =>
  limit <= MOST_FRAMES
    ? Array.from({ length: free }, () => html`<li class="frame free"><b>free</b></li>`)
    : free > 0
      ? [html`<li class="frame free"><b>${free} free</b></li>`]
      : [];

/** The frames of the slots that are free again soonest. The others are a number. */
const takenFrames = (takenUntil: readonly string[], limit: number, periodMs: number, now: number): Html[] => {
  const shown = limit <= MOST_FRAMES ? takenUntil : takenUntil.slice(0, MOST_FRAMES - 2);
  const more = takenUntil.length - shown.length;
  const frames = shown.map((until) => taken(until, periodMs, now));
  return more > 0 ? [...frames, html`<li class="frame"><b>+${more}</b> <span>taken</span></li>`] : frames;
};

/** A taken slot. The height is an SVG attribute, because the page's policy forbids inline styles. */
const taken = (until: string, periodMs: number, now: number): Html => {
  const left = Math.min(1, Math.max(0, (Date.parse(until) - now) / periodMs));
  return html`<li class="frame taken">
<svg class="fill" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true"><rect width="1" height="${left.toFixed(3)}" y="${(
    1 - left
  ).toFixed(3)}" data-drain="${Date.parse(until)}" data-period="${periodMs}"/></svg>
<b>${countdown(until, now)}</b> <span><span class="sr">free at </span>${moment(until, now)}</span></li>`;
};
