import { contradicts } from './contradiction.ts';

/*
 * ThousandEyes puts values into a custom webhook's template without escaping them, so a name with a quote in it can
 * break the JSON, or, worse, be valid JSON that says something else (a later duplicate of a key wins in JSON.parse).
 * docs/webhook-template.hbs has all that machines made first and the two names last. So a body of that template is
 * read in two parts: what stands before the names as JSON by itself, and the names as nothing but two names.
 */

/** The template's own first key: nothing that a person named stands before it. */
const START = /^\s*\{\s*"source"\s*:\s*"thousandeyes-snapshot-webhook"\s*,/;
/** The first one is the template's own: no value before it can hold a quote. */
const FIRST_NAME = /,\s*(?="rule_name"\s*:)/;
/** What stands before, between and behind the names. Apart, so that no text makes them slow. */
const BEFORE_NAMES = /^"rule_name"\s*:\s*"/;
const BETWEEN_NAMES = /"\s*,\s*"test_name"\s*:\s*"/;
const BEHIND_NAMES = /"\s*\}\s*$/;

/**
 * Reads what docs/webhook-template.hbs renders to, be it valid JSON or not.
 *
 * @returns the body as if the names had been escaped; undefined where it is not of this template, or says two things
 */
export const readTemplateBody = (text: string): object | undefined => {
  const names = START.test(text) ? FIRST_NAME.exec(text) : null;
  if (names === null) return undefined;
  const textOfHead = `${text.slice(0, names.index)}}`;
  const head = parseObject(textOfHead);
  if (head === undefined || contradicts(textOfHead)) return undefined;
  return { ...head, ...readNames(text.slice(names.index + names[0].length)) };
};

/** Names that a sender did escape are unescaped; otherwise they are what stands between the template's quotes. */
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
