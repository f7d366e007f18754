import { readTemplateBody } from './template-body.ts';

/** What a webhook's body is: a value to read, JSON that something broke, or nothing that ever was JSON. */
export type WebhookBody =
  | { readonly outcome: 'value'; readonly value: unknown }
  | { readonly outcome: 'broken' }
  | { readonly outcome: 'not_json' };

const MEANT_AS_JSON = /^\s*[{[]/;

/** Reads the text of a webhook's body. Never throws. */
export const readWebhookBody = (text: string): WebhookBody => {
  const ofTemplate = readTemplateBody(text);
  if (ofTemplate !== undefined) return { outcome: 'value', value: ofTemplate };
  try {
    return { outcome: 'value', value: JSON.parse(text) };
  } catch {
    return { outcome: MEANT_AS_JSON.test(text) ? 'broken' : 'not_json' };
  }
};
