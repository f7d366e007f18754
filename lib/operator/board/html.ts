const markup = Symbol('markup');

/** A piece of HTML. Only the function `html` makes pieces, so that no text from outside is taken for HTML. */
export interface Html {
  readonly [markup]: string;
}

/** A value in a template: pieces are inserted unchanged, texts are escaped, absent values become nothing. */
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
 * Makes HTML from a template, and escapes each inserted text. That is safe in text and in attributes with quotes, but
 * not in attributes without quotes. A URL also needs `httpUrl`.
 */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  [markup]: strings.reduce((text, string, index) => text + render(parts[index - 1]) + string),
});

/** The markup of a piece, as text. */
export const markupOf = (piece: Html): string => piece[markup];

/** A URL from outside, if it is http or https; undefined for any other scheme, such as `javascript:`. */
export const httpUrl = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? new URL(url).href : undefined;
