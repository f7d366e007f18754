import { DECIMAL_ID } from '../../../alerts/decimal-id.ts';
import { testIdOf } from '../../../alerts/fields.ts';

/** An id of a capture, or a link to it on the board, as messages have both. */
const CAPTURE = /^(?:https?:\/\/[^/?#]+\/captures\/)?([0-9a-f]{32})$/;

type Found = { readonly captureId: string } | { readonly testId: string } | { readonly alertId: string };

/**
 * What a person means who pastes something into the board's search: digits are a test id; 32 hexadecimal digits, or a message's link
 * that ends in them, a capture; a link into ThousandEyes is to the alert or the test that it names; anything else is an alert id.
 */
export const foundBy = (text: string): Found => {
  const [, captureId] = CAPTURE.exec(text) ?? [];
  if (captureId !== undefined) return { captureId };
  const url = URL.parse(text);
  if (url === null) return DECIMAL_ID.test(text) ? { testId: text } : { alertId: text };
  const alertId = url.searchParams.get('alertId');
  const testId = url.searchParams.get('testId') ?? testIdOf(text);
  return alertId === null && testId !== undefined ? { testId } : { alertId: alertId ?? text };
};
