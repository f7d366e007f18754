import type { Board } from '../read-board.ts';
import { severityMark, testNameOf } from '../capture-names.ts';
import { counted, moment } from '../time.ts';
import { viewOf } from '../../view.ts';
import { html, type Html } from '../html.ts';
import type { Turn } from '../../../planning/due-times.ts';

/** This many turns are listed. The rest is counted. */
const LISTED = 7;

/** The waiting captures in their order, with the times at which they are due. The section is hidden if none waits. */
export const renderQueue = ({ turns, now }: Board): Html => {
  const more = turns.length - LISTED;
  const last = turns.at(-1);
  return html`<section class="queue" id="queue" aria-labelledby="queue-title"${turns.length === 0 && html` hidden`}>
<h2 id="queue-title">Waiting, in order</h2>
<ol>${turns.slice(0, LISTED).map((turn) => listed(turn, now))}</ol>
${more > 0 && last && html`<p class="more">and ${more} more, the last at about ${moment(last.dueAt, now)}</p>`}
</section>`;
};

const listed = ({ captures: [leader, ...followers], dueAt, isClosing }: Turn, now: number): Html => {
  const view = viewOf(leader);
  return html`<li id="turn-${view.id}">${severityMark(view)} <span class="name">${testNameOf(view)}</span>
${followers.length > 0 && html`<span class="count" title="${counted(followers.length + 1, 'capture')} of this test share the snapshot">×${followers.length + 1}</span>`}
<span class="due">${isClosing && 'closing '}${dueAt <= now ? 'now' : html`≈ ${moment(dueAt, now)}`}</span></li>`;
};
