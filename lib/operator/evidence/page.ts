import type { Capture } from '../../captures/capture.ts';
import { evidencePath } from '../../captures/evidence-path.ts';
import type { Operator } from '../../runtime/operators.ts';
import { viewOf } from '../view.ts';
import { foreign } from '../board/capture-names.ts';
import { html, type Html } from '../board/html.ts';
import { renderOperator } from '../board/parts/operator.ts';
import { gateTextOf } from '../board/parts/headline.ts';
import { NAME, shell } from '../board/shell.ts';
import { moment } from '../board/time.ts';
import { mayOperate } from '../may-operate.ts';
import { canBeSentAgain } from '../steps.ts';
import { boardAt } from '../way-back.ts';
import { pagePathOf } from './address.ts';
import { renderCaptures } from './captures-list.ts';
import type { EvidenceRequest } from './evidence-request.ts';
import type { Evidence } from './read-evidence.ts';
import { saidOf } from './said.ts';
import type { Standing } from './standing.ts';

/** The content of the evidence page. */
export interface EvidencePage {
  readonly asked: EvidenceRequest;
  readonly evidence: Evidence;
  readonly standing: Standing;
  /** An earlier snapshot of the alert that still opens. */
  readonly earlier?: Capture | undefined;
  /** The filters in force, one sentence each. */
  readonly filters: readonly string[];
  readonly operator: Operator;
  /** Epoch milliseconds. */
  readonly now: number;
}

const WITHOUT_SCRIPT_SECONDS = 15;

/**
 * The page that shows how far the evidence of an alert is. The script updates it; without a script, the page reloads.
 */
export const renderEvidence = (content: EvidencePage): Html => {
  const { asked, standing, now, operator } = content;
  const { tone, verdict, next } = saidOf(standing, now);
  const address = evidencePath(asked.alertId, asked.aid);
  const isOver = ['failed', 'cancelled', 'ignored', 'expired', 'unlinked'].includes(standing.kind);
  return shell(
    verdict,
    html`<a class="skip" href="#main">Skip to the evidence</a>
<header><p class="home"><a href="/">${NAME}</a></p>
<p class="clock" id="clock"><span id="live" class="live">as of</span> ${moment(now, now)} UTC</p>
</header>
<main id="main" class="evidence" tabindex="-1" data-pace="${isOver ? 'calm' : 'busy'}" data-ask="${pagePathOf(evidencePath(asked.alertId, undefined), asked.aid)}">
<section class="headline ${tone}" id="headline">
<h1 class="verdict" id="verdict">${verdict}</h1>
<p class="next">${next}</p>
${gate(content)}
${actions(content, address)}
</section>
${standing.kind === 'nothing' ? nothing(content) : renderCaptures(content.evidence.captures, now)}
</main>
<p class="toast" id="said" role="status"></p>
<p class="sr" id="announced" role="status"></p>
<footer><p>All times in UTC. A link is a key to the data: pass it on with care.</p>
${renderOperator(operator)}</footer>`,
    isOver
      ? undefined
      : html`<noscript><meta http-equiv="refresh" content="${WITHOUT_SCRIPT_SECONDS};url=${address}"></noscript>`,
  );
};

/** A page that opens the snapshot by itself. It replaces a redirect that a form or the script may not follow. */
export const renderOpening = ({ alertId, aid }: EvidenceRequest): Html => {
  const address = evidencePath(alertId, aid);
  return shell(
    'The snapshot opens',
    html`<main class="problem" id="main" data-go="${address}"><h1>The snapshot opens</h1><p><a href="${address}">Open it now</a></p></main>`,
    html`<meta http-equiv="refresh" content="0;url=${address}">`,
  );
};

/** Why the snapshot does not come, if it waits for a closed gate. */
const gate = ({ standing, evidence: { quota }, now }: EvidencePage): Html | false => {
  if (standing.kind !== 'waiting' || quota === undefined || quota.gate.closedUntil <= now) return false;
  const [text, advice] = gateTextOf(quota.gate.reason ?? 'unknown');
  return html`<p class="advice">${text}. ${advice}</p>`;
};

/** The actions of the page: send a failed capture again, open an earlier snapshot, see the capture on the board. */
const actions = ({ standing, earlier, operator }: EvidencePage, address: string): Html | false => {
  if (standing.kind === 'nothing') return false;
  const { capture } = standing;
  return html`<div class="actions">${
    mayOperate(operator) &&
    canBeSentAgain(capture) &&
    html`<form method="post" action="/captures/${capture.id}/retry"><input type="hidden" name="next" value="${address}"><button class="primary">Send again</button></form>`
  }${
    earlier &&
    html`<a class="open" href="/captures/${earlier.id}/link" rel="noopener noreferrer">Open the snapshot before${viewOf(earlier).alert?.transition === 'clear' && ', of a clear'}</a>`
  }<a href="${boardAt(capture.id)}">On the board</a></div>`;
};

/** The page of an alert without captures: the filters in force, and a search by test. */
const nothing = ({
  asked: { alertId },
  evidence: { elsewhere },
  filters,
}: EvidencePage): Html => html`<section class="captures">
${elsewhere > 0 && html`<p>There are captures of this alert in another account group: <a href="${evidencePath(alertId, undefined)}">show them</a>.</p>`}
<p>Alert ${foreign(alertId)}</p>
<h2 id="filters-title">What is captured</h2>
<ul aria-labelledby="filters-title">${filters.map((filter) => html`<li>${filter}</li>`)}</ul>
<h2>Look elsewhere</h2>
<form class="look" method="get" action="/"><label>Test id <input name="find" type="search" inputmode="numeric" autocomplete="off" required></label> <button>Find its captures</button></form>
<p>If the alert's body could not be read, it is <a href="/?state=failed&amp;reason=alert">among the failures</a> on the board, and you can capture by hand. Captures are deleted RETENTION_DAYS after their end.</p>
</section>`;
