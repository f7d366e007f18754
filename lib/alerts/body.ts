import { contradicts } from './contradiction.ts';
import { readTemplateBody } from './template-body.ts';

/** What a webhook's body is: a value to read, JSON that something broke, JSON that says two things, or nothing that ever was JSON. */
export type WebhookBody =
  | { readonly outcome: 'value'; readonly value: unknown }
  | { readonly outcome: 'broken' | 'contradictory' | 'not_json' };

/** It begins as JSON, or has a key of JSON: an alert that lost its first bytes still has many. */
const MEANT_AS_JSON = /^\s*[{[]|"\s*:/;

/** Reads the text of a webhook's body. Never throws. */
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
