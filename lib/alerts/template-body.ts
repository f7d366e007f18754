import { contradicts } from './contradiction.ts';

/*
 * ThousandEyes inserts values into a custom webhook's template without escaping them. A name with a quote in it can
 * therefore break the JSON or, worse, make valid JSON with another meaning (JSON.parse keeps the last of two equal
 * keys). docs/webhook-template.hbs has all machine-made values first and the two names last. So a body of that template
 * is read in two parts: the text before the names is JSON of its own, and the rest is nothing but two names.
 */

/** The template's own first key. No name precedes it. */
const START = /^\s*\{\s*"source"\s*:\s*"thousandeyes-snapshot-webhook"\s*,/;
/** The first match is the template's own key, because no value before it can contain a quote. */
const FIRST_NAME = /,\s*(?="rule_name"\s*:)/;
/** The text before, between and after the names. Three separate patterns, so that no input makes them slow. */
const BEFORE_NAMES = /^"rule_name"\s*:\s*"/;
const BETWEEN_NAMES = /"\s*,\s*"test_name"\s*:\s*"/;
const BEHIND_NAMES = /"\s*\}\s*$/;

/**
 * Reads a body that docs/webhook-template.hbs rendered, even if its names have made it invalid JSON.
 *
 * @returns the body as if the names had been escaped; undefined if it is not of this template, or contradicts itself
 */
export const readTemplateBody = (text: string): object | undefined => {
  const names = START.test(text) ? FIRST_NAME.exec(text) : null;
  if (names === null) return undefined;
  const textOfHead = `${text.slice(0, names.index)}}`;
  const head = parseObject(textOfHead);
  if (head === undefined || contradicts(textOfHead)) return undefined;
  return { ...head, ...readNames(text.slice(names.index + names[0].length)) };
};

/**
 * If the sender did escape the names, they are unescaped. Otherwise each name is the text between the template's
 * quotes.
 */
const readNames = (text: string): { readonly rule_name?: unknown; readonly test_name?: unknown } => {
  const { rule_name, test_name } = parseObject(`{${text}`) ?? rawNames(text);
  return { rule_name, test_name };
};

const rawNames = (text: string): Readonly<Record<string, unknown>> => {
  const names = text.replace(BEFORE_NAMES, '').replace(BEHIND_NAMES, '');
  const between = BETWEEN_NAMES.exec(names);
  if (between === null) return {};
  return { rule_name: names.slice(0, between.index), test_name: names.slice(between.index + between[0].length) };
};

const parseObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both callers begin the text with a brace
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
};
