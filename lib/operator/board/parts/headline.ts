import type { Board } from '../read-board.ts';
import { counted, countdown, moment } from '../time.ts';
import { html, type Html } from '../html.ts';
import { GATE_ADVICE, GATE_HEADLINES, isGateReason } from '../../gate-advice.ts';
import type { Status } from '../../status.ts';

/** One sentence about the most important fact, and one about what comes next. */
interface Headline {
  readonly tone: 'calm' | 'busy' | 'blocked';
  /** Plain text, because it is also the page's title and announced by screen readers. It contains no running time. */
  readonly text: string;
  readonly next: Html;
}

/** Why the gate is closed, and what to do. */
export const gateTextOf = (reason: string): readonly [text: string, advice: string] =>
  isGateReason(reason)
    ? [GATE_HEADLINES[reason], GATE_ADVICE[reason]]
    : ['Calls to ThousandEyes are paused', 'They go on by themselves.'];

/** The headline. It names the most important state: blocked, waiting, in hand, calm. Pure. */
export const headlineOf = ({ status, turns, captures, filter, now }: Board): Headline => {
  const { slots, gate, pending, grouped, inHand } = status;
  const turnsNow = turns.filter(({ isClosing }) => !isClosing);
  const waiting = `${counted(pending.total, 'capture')}${pending.isPartial ? ' or more' : ''}`;
  if (gate !== undefined) {
    const [text, advice] = gateTextOf(gate.reason);
    return {
      tone: 'blocked',
      text: pending.total > 0 ? `${text}; ${waiting} waiting` : text,
      next: html`${advice} The next try is in ${countdown(gate.closedUntil, now)}.`,
    };
  }
  if (pending.total > 0) {
    return {
      tone: 'busy',
      text: `${waiting} waiting${turnsNow.length < pending.total ? ` for ${counted(turnsNow.length, 'snapshot')}` : ''}`,
      next: html`${triedAgain(turnsNow, pending.total)}${nextSlot(slots, now)} ${
        pending.lastDoneAt && html`The last of them is due at ${moment(pending.lastDoneAt, now)} UTC.`
      }`,
    };
  }
  if (inHand > 0) {
    return { tone: 'busy', text: `${counted(inHand, 'capture')} in hand`, next: nextSlot(slots, now) };
  }
  if (grouped !== undefined) {
    const [verb, whose] = grouped.total === 1 ? ['waits', 'its'] : ['wait', 'their'];
    return {
      tone: 'calm',
      text: `${counted(grouped.total, 'alert')} ${verb} for the closing snapshot of ${whose} test`,
      next: html`Their tests have a recent snapshot already. The next closing snapshot is due at ${moment(grouped.nextDueAt, now)} UTC.`,
    };
  }
  const isNew = captures.length === 0 && Object.keys(filter).length === 0;
  return { tone: 'calm', text: isNew ? 'No evidence yet' : 'Nothing is waiting', next: nextSlot(slots, now) };
};

/**
 * How many of the waiting captures were tried before. Without this number, an outage looks like a long queue. A try
 * that got a 429 does not count.
 */
const triedAgain = (turns: Board['turns'], total: number): Html | false => {
  const count = turns.flatMap(({ captures }) => captures).filter(({ attempts }) => attempts > 0).length;
  const subject = total === 1 ? 'It is' : `${count} of them ${count === 1 ? 'is' : 'are'}`;
  return count > 0 && html`${subject} tried again: ThousandEyes gave no answer, or an error. The due times may move. `;
};

const nextSlot = ({ free, limit, nextFreeAt }: Status['slots'], now: number): Html =>
  free > 0 || nextFreeAt === undefined
    ? html`${free} of ${counted(limit, 'slot')} free.`
    : html`No slot is free; the next one is in ${countdown(nextFreeAt, now)}.`;

/** The headline as a part of the page. */
export const renderHeadline = (board: Board): Html => {
  const { tone, text, next } = headlineOf(board);
  return html`<section class="headline ${tone}" id="headline">
<p class="verdict" id="verdict">${text}</p>
<p class="next">${next}</p>
</section>`;
};
