import { BOARD_VERSION } from './assets.ts';
import { renderCancelAll } from './parts/cancel.ts';
import { renderCaptureForm } from './parts/capture-form.ts';
import type { Board } from './read-board.ts';
import { renderFailures } from './parts/failures.ts';
import { boardUrl, renderFilter } from './parts/filter.ts';
import { headlineOf, renderHeadline } from './parts/headline.ts';
import { renderLinks } from './links.ts';
import { renderQueue } from './parts/queue.ts';
import { renderSlots } from './parts/slots.ts';
import { renderTable } from './parts/table.ts';
import { moment } from './time.ts';
import { renderTimeline } from './parts/timeline.ts';
import { html, type Html } from './html.ts';

const NAME = 'Evidence board';

/** A film frame with its sprocket holes; the only image, so that it may come with the page. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%23221e19'/%3E%3Cpath d='M2 3h12M2 13h12' stroke='%23e9e2d4' stroke-width='2' stroke-dasharray='2 1.3'/%3E%3Crect x='3' y='5.5' width='10' height='5' fill='%23ffb454'/%3E%3C/svg%3E";

/** What every page of it stands in. `text` goes into the title. */
const shell = (text: string, body: Html): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text} · ${NAME}</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="/board.css?v=${BOARD_VERSION}">
<script type="module" src="/board.js?v=${BOARD_VERSION}"></script>
</head>
<body>
${body}
</body>
</html>
`;

/** The whole board. The script asks for it again every few seconds and takes over what has changed in `<main>`. */
export const renderBoard = (board: Board): Html => {
  const { captures, status, turns, now } = board;
  const isOpen = turns.length > 0 || status.inHand > 0;
  return shell(
    headlineOf(board).text,
    html`<a class="skip" href="#captures">Skip to the captures</a>
<header><h1><a href="/">${NAME}</a></h1>
<p class="clock" id="clock"><span id="live" class="live">as of</span> ${moment(now, now)} UTC</p>
${renderCaptureForm()}
</header>
<main id="main" data-pace="${isOpen ? 'busy' : 'calm'}">
${renderHeadline(board)}
${renderSlots(status, now)}
${renderFailures(captures, now)}
${renderTimeline(board)}
<div class="side">
${renderQueue(board)}
${renderLinks(captures, now)}
</div>
<section class="captures" id="captures" aria-labelledby="captures-title" tabindex="-1">
<h2 id="captures-title">Captures</h2>
${renderFilter(board.filter)}
${renderCancelAll(board)}
${captures.length > 0 ? renderTable(board) : empty(board)}
${board.nextCursor !== undefined && html`<p class="older"><a href="${boardUrl(board.filter, { cursor: board.nextCursor })}">Older captures</a></p>`}
</section>
</main>
<p class="toast" id="said" role="status"></p>
<p class="sr" id="announced" role="status"></p>
<footer><p>All times in UTC. <a href="/captures">captures</a> and <a href="/status">status</a> as JSON. A link is a key to the data: pass it on with care.</p></footer>`,
  );
};

/** Nothing to show: because nothing came yet, or because the filter lets nothing through. */
const empty = ({ filter, nextCursor }: Board): Html =>
  Object.keys(filter).length > 0
    ? html`<div class="empty"><p>${nextCursor === undefined ? 'No capture fits this filter.' : 'None on this page; there are older ones.'}</p><p><a href="/">Show all captures</a></p></div>`
    : html`<div class="empty"><p>No capture yet.</p><p>Point a ThousandEyes webhook at <code>/webhooks/thousandeyes</code>, or capture a test by hand. Each alert appears here the moment it arrives, and its link as soon as there is one.</p></div>`;

/** What stands in the board's place where it cannot be shown, with a link `wayOut` to the board without a filter. */
export const renderProblem = (title: string, detail: string, wayOut: string): Html =>
  shell(
    title,
    html`<main class="problem"><p class="status">${title}</p><h1>The board cannot be shown</h1><p>${detail}</p><p><a href="/">${wayOut}</a></p></main>`,
  );
