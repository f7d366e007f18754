import type { Operator } from '../../../runtime/operators.ts';
import { foreign } from '../capture-names.ts';
import { mayOperate } from '../../may-operate.ts';
import { html, type Html } from '../html.ts';

/** The name of the operator, and a button to sign out. */
export const renderOperator = (
  operator: Operator,
): Html => html`<form class="signed-in" method="post" action="/sign-out">
<p>Signed in as ${foreign(operator.name)}${!mayOperate(operator) && ', who may only read'}.</p> <button>Sign out</button>
</form>`;
