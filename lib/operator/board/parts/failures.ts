import { foreign, testNameOf } from '../capture-names.ts';
import { counted, moment } from '../time.ts';
import type { CaptureView } from '../../view.ts';
import { mayOperate } from '../../may-operate.ts';
import type { Board } from '../read-board.ts';
import { html, type Html } from '../html.ts';

type Failed = CaptureView & { readonly failure: NonNullable<CaptureView['failure']> };

const hasFailed = (capture: CaptureView): capture is Failed =>
  capture.state === 'failed' && capture.failure !== undefined;

/** The failures by cause, with advice and a button to send them again. The section is hidden if there are none. */
export const renderFailures = ({ captures, operator, now }: Pick<Board, 'captures' | 'operator' | 'now'>): Html => {
  const failed = captures.filter(hasFailed);
  const causes = Map.groupBy(failed, ({ failure }) => failure.code);
  return html`<section class="failures" id="failures" aria-labelledby="failures-title"${failed.length === 0 && html` hidden`}>
<h2 id="failures-title" tabindex="-1">${failed.length} failed: what to do</h2>
${[...causes].map(([code, members]) => cause(code, members, mayOperate(operator), now))}
</section>`;
};

const cause = (code: string, members: readonly Failed[], mayAct: boolean, now: number): Html => {
  const canBeSent = mayAct && code !== 'quarantined';
  return html`<article id="cause-${code}">
<h3>${code.replaceAll('_', ' ')} <small>${counted(members.length, 'capture')}</small></h3>
<p class="advice">${members[0]?.failure.advice}</p>
<ul>${members.map(
    (capture) => html`<li id="failed-${capture.id}"><a class="name" href="#c-${capture.id}">${testNameOf(capture)}</a>
<span class="detail">${foreign(capture.failure.detail, 300)}</span> ${moment(capture.receivedAt, now)}
${canBeSent && html`<button type="button" class="needs-script" id="again-${capture.id}" data-retry="${capture.id}">Send again</button>`}</li>`,
  )}</ul>
${canBeSent && members.length > 1 && html`<button type="button" class="needs-script" id="all-${code}" data-retry="${members.map(({ id }) => id).join(' ')}">Send all ${members.length} again</button>`}
</article>`;
};
