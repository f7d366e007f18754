import { renderCancelAll } from './parts/cancel.ts';
import { renderCaptureForm } from './parts/capture-form.ts';
import type { Board } from './read-board.ts';
import { renderFailures } from './parts/failures.ts';
import { boardUrl, renderFilter } from './parts/filter.ts';
import { headlineOf, renderHeadline } from './parts/headline.ts';
import { renderLinks } from './links.ts';
import { renderOperator } from './parts/operator.ts';
import { NAME, shell } from './shell.ts';
import { renderQueue } from './parts/queue.ts';
import { renderSlots } from './parts/slots.ts';
import { renderTable } from './parts/table.ts';
import { moment } from './time.ts';
import { renderTimeline } from './parts/timeline.ts';
import { mayOperate } from '../may-operate.ts';
import { html, type Html } from './html.ts';

/** The whole board. Its script fetches it again every few seconds, and copies the changes in `<main>`. */
export const renderBoard = (board: Board): Html => {
  const { captures, status, turns, now, operator } = board;
  const isOpen = turns.length > 0 || status.inHand > 0;
  return shell(
    headlineOf(board).text,
    html`<a class="skip" href="#captures">Skip to the captures</a>
<header><h1><a href="/">${NAME}</a></h1>
<p class="clock" id="clock"><span id="live" class="live">as of</span> ${moment(now, now)} UTC</p>
${mayOperate(operator) && renderCaptureForm(board.byHand)}
</header>
<main id="main" data-pace="${isOpen ? 'busy' : 'calm'}">
${renderHeadline(board)}
${renderSlots(status, now)}
${renderFailures(board)}
${renderTimeline(board)}
<div class="side">
${renderQueue(board)}
${renderLinks(captures, now)}
</div>
<section class="captures" id="captures" aria-labelledby="captures-title" tabindex="-1">
<h2 id="captures-title">Captures</h2>
${renderFilter(board.filter)}
${mayOperate(operator) && renderCancelAll(board)}
${captures.length > 0 ? renderTable(board) : empty(board)}
${board.nextCursor !== undefined && html`<p class="older"><a href="${boardUrl(board.filter, { cursor: board.nextCursor })}">Older captures</a></p>`}
</section>
</main>
<p class="toast" id="said" role="status"></p>
<p class="sr" id="announced" role="status"></p>
<footer><p>All times in UTC. <a href="/captures">captures</a> and <a href="/status">status</a> as JSON. A link is a key to the data: pass it on with care.</p>
${renderOperator(operator)}</footer>`,
  );
};

/** The notice of an empty list: no capture has arrived yet, or none fits the filter. */
const empty = ({ filter, nextCursor }: Board): Html =>
  Object.keys(filter).length > 0
    ? html`<div class="empty"><p>${nextCursor === undefined ? 'No capture fits this filter.' : 'No capture on this page fits the filter. Look at older captures.'}</p><p><a href="/">Show all captures</a></p></div>`
    : html`<div class="empty"><p>No capture yet.</p><p>Point a ThousandEyes webhook at <code>/webhooks/thousandeyes</code>, or capture a test by hand. Each alert appears here the moment it arrives, and its link as soon as there is one.</p></div>`;

/** The page that is shown instead of the board, with a link `wayOut` to the board without a filter. */
export const renderProblem = (title: string, heading: string, detail: string, wayOut: string): Html =>
  shell(
    title,
    html`<main class="problem"><p class="status">${title}</p><h1>${heading}</h1><p>${detail}</p><p><a href="/">${wayOut}</a></p></main>`,
  );
