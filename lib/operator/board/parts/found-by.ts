import { DECIMAL_ID } from '../../../alerts/decimal-id.ts';
import { testIdOf } from '../../../alerts/fields.ts';

/**
 * What a person means who pastes something into the board's search: digits are a test id; a link into ThousandEyes is to the
 * alert or the test that it names; anything else is an alert id.
 */
export const foundBy = (text: string): { readonly testId: string } | { readonly alertId: string } => {
  const url = URL.parse(text);
  if (url === null) return DECIMAL_ID.test(text) ? { testId: text } : { alertId: text };
  const alertId = url.searchParams.get('alertId');
  const testId = url.searchParams.get('testId') ?? testIdOf(text);
  return alertId === null && testId !== undefined ? { testId } : { alertId: alertId ?? text };
};
