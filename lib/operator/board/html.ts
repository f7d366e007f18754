const markup = Symbol('markup');

/** A piece of HTML. Only `html` makes one, so that no text from outside can pass for one. */
export interface Html {
  readonly [markup]: string;
}

/** What may stand in a template: pieces as they are, texts escaped, and nothing for what is absent. */
export type Part = Html | string | number | undefined | null | false | readonly Part[];

const escape = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\0', '\u{fffd}')
    .replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);

const render = (part: Part): string => {
  if (part === undefined || part === null || part === false) return '';
  if (typeof part === 'object') return markup in part ? part[markup] : part.map(render).join('');
  return escape(String(part));
};

/**
 * HTML from a template: everything that is put into it is escaped, for text and for attributes in quotes
 * (an attribute without quotes is not safe). A URL needs more: see `httpUrl`.
 */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  [markup]: strings.reduce((text, string, index) => text + render(parts[index - 1]) + string),
});

/** The text to send. */
export const markupOf = (piece: Html): string => piece[markup];

/** A URL from outside as far as a link may lead there: http and https; undefined for any other, `javascript:` say. */
export const httpUrl = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? new URL(url).href : undefined;
