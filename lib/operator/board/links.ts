import { testNameOf } from './capture-names.ts';
import { date, range } from './time.ts';
import type { CaptureView } from '../view.ts';
import { html, httpUrl, type Html } from './html.ts';

const LATEST = 5;

/** A link that opens a snapshot, and a button that copies it. `place` makes the button's id unique on the page. */
export const renderLink = (capture: CaptureView, place: string): Html => {
  const url = httpUrl(capture.link);
  // ThousandEyes returned something else as the link. It is only shown.
  if (url === undefined) return html`<code>${capture.link}</code>`;
  return html`<span class="actions"><a class="open" href="/captures/${capture.id}/link" target="_blank" rel="noopener noreferrer">Open<span class="sr"> the snapshot of ${testNameOf(
    capture,
  )} in a new tab</span></a><button type="button" class="needs-script" id="${place}-${capture.id}" data-copy="${url}">Copy<span class="sr"> the link of ${testNameOf(
    capture,
  )}</span></button></span>`;
};

/** Whether the link needs a login, and its expiry: `link until 1 Apr, opens without a login`. */
export const linkFacts = ({ needsLogin, expiresAt, expiresAtNote }: CaptureView): Html => {
  if (needsLogin === false) return html`${expiresAt && html`link until ${date(expiresAt)}, `}opens without a login`;
  return html`${needsLogin ? 'needs a login' : 'may need a login or not'}, ${expiresAtNote}`;
};

/** The newest links, one for each snapshot. The section is hidden if there are none. */
export const renderLinks = (captures: readonly CaptureView[], now: number): Html => {
  const newestFirst = captures
    .filter(({ link, announcedAt }) => link !== undefined && announcedAt !== undefined)
    .toSorted((a, b) => (String(a.announcedAt) < String(b.announcedAt) ? 1 : -1));
  const latest = [...Map.groupBy(newestFirst, ({ link }) => link).values()].slice(0, LATEST);
  return html`<section class="links" id="links" aria-labelledby="links-title"${latest.length === 0 && html` hidden`}>
<h2 id="links-title">Latest evidence</h2>
<ul>${latest.map(([capture]) => capture && listed(capture, now))}</ul>
</section>`;
};

const listed = (capture: CaptureView, now: number): Html => {
  const { id, startDate, endDate } = capture;
  return html`<li id="latest-${id}"><span class="who"><span class="name">${testNameOf(capture)}</span>
<small>${range(startDate, endDate, now)}, ${linkFacts(capture)}</small></span>
${renderLink(capture, 'copy-latest')}</li>`;
};
