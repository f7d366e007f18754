import type { Operator } from '../../../runtime/operators.ts';
import { foreign } from '../capture-names.ts';
import { mayOperate } from '../../may-operate.ts';
import { html, type Html } from '../html.ts';

/** Who is signed in, and the way out. */
export const renderOperator = (
  operator: Operator,
): Html => html`<form class="signed-in" method="post" action="/sign-out">
<p>Signed in as ${foreign(operator.name)}${!mayOperate(operator) && ', who may only read'}.</p> <button>Sign out</button>
</form>`;
