import { contradicts } from './contradiction.ts';
import { readTemplateBody } from './template-body.ts';

/**
 * What a webhook's body is: a value; JSON that something broke; JSON that gives one key two values; or text that never
 * was JSON.
 */
export type WebhookBody =
  | { readonly outcome: 'value'; readonly value: unknown }
  | { readonly outcome: 'broken' | 'contradictory' | 'not_json' };

/**
 * Matches text that begins like JSON or has a JSON key in it. An alert that lost its first bytes still has such keys.
 */
const MEANT_AS_JSON = /^\s*[{[]|"\s*:/;

/** Reads the text of a webhook's body. It never throws. */
export const readWebhookBody = (text: string): WebhookBody => {
  const ofTemplate = readTemplateBody(text);
  if (ofTemplate !== undefined) return { outcome: 'value', value: ofTemplate };
  const parsed = parse(text);
  if (parsed === undefined) return { outcome: MEANT_AS_JSON.test(text) ? 'broken' : 'not_json' };
  return contradicts(text) ? { outcome: 'contradictory' } : { outcome: 'value', value: parsed.value };
};

const parse = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};
