import type { CaptureView } from '../view.ts';
import { html, type Html } from './html.ts';
import { urgencyOf } from '../../planning/priority.ts';
import { oneLine } from '../../text.ts';

/* How every part of the board names a capture. Names come from outside, so each is on one line and isolated. */

const NAME_LENGTH = 120;

/**
 * A text from outside, without control characters. `bdi` keeps it from changing the direction of the text around it.
 */
export const foreign = (text: string, max = NAME_LENGTH): Html => html`<bdi>${oneLine(text, max)}</bdi>`;

/** The name of the test, or the best replacement that is known. */
export const testNameOf = ({ displayName, testName, testId, alert }: CaptureView): Html => {
  const name = oneLine(testName ?? displayName ?? '', NAME_LENGTH);
  if (name !== '') return html`<bdi>${name}</bdi>`;
  if (testId !== undefined) return html`Test ${testId}`;
  return alert?.alertId === undefined ? html`No test` : html`Test of an alert, not looked up yet`;
};

/** The severity of an alert, `manual` or `schedule`: a word with a mark, never only a color. */
export const severityMark = (capture: CaptureView): Html => {
  const level = urgencyOf(capture);
  return html`<span class="level ${level}">${level}</span>`;
};
