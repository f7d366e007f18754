import { html, type Html } from '../html.ts';
import type { ByHand } from '../by-hand.ts';
import { DECIMAL_ID } from '../../../alerts/decimal-id.ts';
import { WINDOW_HOURS } from '../../../captures/window.ts';

/**
 * The form for a manual capture, with the fields of `POST /captures`. The script sends them as JSON and stays on the
 * page.
 *
 * @param byHand the values from a quarantined body; with them, the form is open and filled
 */
export const renderCaptureForm = (
  byHand?: ByHand,
): Html => html`<details class="by-hand" id="by-hand"${byHand && html` open`}>
<summary>Capture<span class="wordy">&nbsp;by hand</span></summary>
<form id="capture" method="post" action="/captures/form">
${byHand && note(byHand)}
<label>Test id <input name="testId" required inputmode="numeric" pattern="${DECIMAL_ID.source}" title="decimal digits" autocomplete="off" value="${onlyOne(byHand?.testIds)}"></label>
<label>Account group <input name="aid" inputmode="numeric" pattern="${DECIMAL_ID.source}" title="decimal digits" placeholder="default" autocomplete="off" value="${onlyOne(byHand?.aids)}"></label>
<label>Hours <select name="hours">${WINDOW_HOURS.map((hours) => html`<option${hours === 2 && html` selected`}>${hours}</option>`)}</select></label>
<label>Ends (UTC) <input name="endDate" type="datetime-local" step="1" title="Empty: now" value="${byHand?.endDate.slice(0, 19)}"></label>
<label class="wide">Name <input name="displayName" maxlength="200" autocomplete="off" placeholder="optional"></label>
<button class="primary">Capture</button>
<p class="said" id="capture-said" role="alert"></p>
</form>
</details>`;

/** The value if there is exactly one. Among several, the person must choose. */
const onlyOne = ([first, ...others]: readonly string[] = []): string | undefined =>
  others.length === 0 ? first : undefined;

/** A note that says where the values come from, and that they may be wrong. */
const note = ({ testIds, aids, isForgotten }: ByHand): Html =>
  html`<p class="wide from-body" id="from-body">${
    isForgotten
      ? html`The body of this alert is no longer stored. Only the time is filled in.`
      : html`Filled with what could be read of a body that could not be understood: <b>check each value</b>. ${named('test', testIds)} ${named('account group', aids)}`
  } The time is that of the alert’s arrival.</p>`;

const MAX_NAMED = 10;

const named = (what: string, ids: readonly string[]): string => {
  const [first, ...others] = ids;
  if (first === undefined) return `It names no ${what}.`;
  if (others.length === 0) return `It names the ${what} ${first}.`;
  const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : '';
  return `It names several ${what}s, of which none is filled in: ${ids.slice(0, MAX_NAMED).join(', ')}${more}.`;
};
