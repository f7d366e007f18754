import { DECIMAL_ID } from '../../../alerts/decimal-id.ts';
import { testIdOf } from '../../../alerts/fields.ts';

/** The id of a capture, or a link to it on the board. Messages have both. */
const CAPTURE = /^(?:https?:\/\/[^/?#]+\/captures\/)?([0-9a-f]{32})$/;

type Found = { readonly captureId: string } | { readonly testId: string } | { readonly alertId: string };

/**
 * Interprets a text that a person pastes into the board's search. Digits are a test id. 32 hexadecimal digits, or a
 * link that ends in them, are a capture. A link into ThousandEyes means the alert or the test in it. Any other text is
 * an alert id.
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
