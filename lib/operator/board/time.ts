import { isoOf } from '../../time.ts';
import { html, type Html } from './html.ts';

/* How the board shows times: in UTC, as ThousandEyes does. */

const SECOND = 1000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const dayOf = (iso: string): string => `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1]}`;

/** `03:05:10`, or `2 Mar 03:05:10` if it is another day. `iso` is ISO 8601 in UTC. */
export const clock = (iso: string, now: number): string => {
  const time = iso.slice(11, 19);
  return iso.slice(0, 10) === isoOf(now).slice(0, 10) ? time : `${dayOf(iso)} ${time}`;
};

/** `2 Mar` */
export const date = (iso: string): Html => html`<time datetime="${iso}">${dayOf(iso)}</time>`;

/** A moment as an element that programs can read, too. */
export const moment = (at: string | number, now: number): Html => {
  const iso = typeof at === 'number' ? isoOf(at) : at;
  return html`<time datetime="${iso}">${clock(iso, now)}</time>`;
};

/** `18:48–20:48`: a range to the minute, with the days if they are not today. */
export const range = (from: string, to: string, now: number): Html => {
  const isOneDay = from.slice(0, 10) === to.slice(0, 10);
  const end = isOneDay ? to.slice(11, 16) : clock(to, now).slice(0, -3);
  return html`<span class="range"><time datetime="${from}">${clock(from, now).slice(0, -3)}</time>–<time datetime="${to}">${end}</time></span>`;
};

/** ISO 8601 in UTC from a browser's field `datetime-local`, which has no zone, and no seconds if these are 0. */
export const utcOfField = (value: string): string => {
  const [, time, seconds = ':00'] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?$/.exec(value) ?? [];
  return time === undefined ? value : `${time}${seconds}Z`;
};

const pad = (part: number): string => String(part).padStart(2, '0');

/** `2:13`, `1:02:13`: the time left until `at`. The script counts it down. */
export const countdown = (at: string | number, now: number): Html => {
  const until = typeof at === 'number' ? at : Date.parse(at);
  const seconds = Math.max(0, Math.ceil((until - now) / SECOND));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const left = h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
  return html`<time class="left" datetime="${isoOf(until)}" data-until="${until}">${left}</time>`;
};

/** `1 capture`, `2 captures` */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
