import { html, type Html } from '../html.ts';
import { DECIMAL_ID } from '../../../alerts/decimal-id.ts';
import { WINDOW_HOURS } from '../../../captures/window.ts';

/** Capture by hand: the fields of `POST /captures`. The script sends them as JSON and stays on the page. */
export const renderCaptureForm = (): Html => html`<details class="by-hand" id="by-hand">
<summary>Capture<span class="wordy">&nbsp;by hand</span></summary>
<form id="capture" method="post" action="/captures/form">
<label>Test id <input name="testId" required inputmode="numeric" pattern="${DECIMAL_ID.source}" title="decimal digits" autocomplete="off"></label>
<label>Account group <input name="aid" inputmode="numeric" pattern="${DECIMAL_ID.source}" title="decimal digits" placeholder="default" autocomplete="off"></label>
<label>Hours <select name="hours">${WINDOW_HOURS.map((hours) => html`<option${hours === 2 && html` selected`}>${hours}</option>`)}</select></label>
<label>Ends (UTC) <input name="endDate" type="datetime-local" step="1" title="Empty: now"></label>
<label class="wide">Name <input name="displayName" maxlength="200" autocomplete="off" placeholder="optional"></label>
<button class="primary">Capture</button>
<p class="said" id="capture-said" role="alert"></p>
</form>
</details>`;
