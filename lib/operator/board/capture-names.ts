import type { CaptureView } from '../view.ts';
import { html, type Html } from './html.ts';
import { urgencyOf } from '../../planning/priority.ts';
import { oneLine } from '../../text.ts';

/* How the board names a capture, wherever it stands. Names come from outside: on one line, apart from what is around. */

const NAME_LENGTH = 120;

/** A text from outside: no control or direction characters, and no say in the direction of what follows. */
export const foreign = (text: string, max = NAME_LENGTH): Html => html`<bdi>${oneLine(text, max)}</bdi>`;

/** The test's name, or the best that is known instead of it. */
export const testNameOf = ({ displayName, testName, testId, alert }: CaptureView): Html => {
  const name = oneLine(testName ?? displayName ?? '', NAME_LENGTH);
  if (name !== '') return html`<bdi>${name}</bdi>`;
  if (testId !== undefined) return html`Test ${testId}`;
  return alert?.alertId === undefined ? html`No test` : html`Test of an alert, not looked up yet`;
};

/** Severity of an alert, or that a person or a schedule asked: a word with a mark, never a color alone. */
export const severityMark = (capture: CaptureView): Html => {
  const level = urgencyOf(capture);
  return html`<span class="level ${level}">${level}</span>`;
};
