import type { Pending } from '../../../captures/capture.ts';
import type { Board } from '../read-board.ts';
import { html, type Html } from '../html.ts';
import { counted } from '../time.ts';
import { fits } from '../../../ledger/list.ts';
import { readListQuery } from '../../requests.ts';
import { readFilter } from './filter.ts';

/**
 * Cancels all waiting captures that fit the filter. A person sees their number before the button. Hidden if none wait.
 */
export const renderCancelAll = (board: Board): Html => {
  const ids = waitingIn(board).map(({ id }) => id);
  const captures = counted(ids.length, 'capture');
  return html`<details class="cancel-all needs-script" id="cancel-all"${ids.length === 0 && html` hidden`}>
<summary id="cancel-preview">Cancel what waits: ${captures}</summary>
<p>${captures} of this filter will get no snapshot. The topic gets notices, in groups. You can send each capture again.</p>
<button type="button" id="cancel-them" data-cancel="${ids.join(' ')}">Cancel ${captures}</button>
</details>`;
};

/** The pending captures that fit the filter, on all pages of the list. */
const waitingIn = ({ turns, filter }: Board): Pending[] => {
  const asked = readListQuery(readFilter(filter).query);
  if (!asked.ok) return [];
  const { since = -Infinity, ...wanted } = asked.value;
  return turns
    .flatMap(({ captures }) => [...captures])
    .filter((capture) => fits(capture, wanted) && capture.receivedAt >= since);
};
