/*
 * Whatever comes from an alert is untrusted text: a name may hold line breaks, control characters that redraw a
 * terminal, characters that turn the writing direction, or the markup of the place where it is shown.
 */

/** On one line, well-formed, without control and format characters, white space folded, at most `max` characters. */
export const oneLine = (value: string, max: number): string => {
  const line = value
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > max ? `${line.slice(0, max - 3).toWellFormed()}...` : line;
};

/** What is left of a text in printable ASCII, on one line: `Zürich` is `Zurich`, `東京` is nothing. */
export const asciiLine = (value: string, max: number): string =>
  oneLine(
    oneLine(value, max)
      .normalize('NFKD')
      .replaceAll(/[^\x20-\x7e]+/g, ''),
    max,
  );

/** What a reader, or a program, takes for the `://` of a link: a colon and two slashes, those of other blocks of Unicode too. */
const LINK_MARK = /[:\u2236\ua789][\s:\u2236\ua789]*[/\u2044\u2215\u2571\u29f8]{2,}/gu;
/** Letters that are blank: they push what follows out of sight. */
const BLANK_LETTERS = /[\u115f\u1160\u2800]/gu;

/** On one line without a link in it, for a text that stands beside links: `https://a.example` is `https a.example`. Wide forms are folded first. */
export const withoutLinks = (value: string, max: number): string => {
  const line = oneLine(value.normalize('NFKC').replaceAll(BLANK_LETTERS, ' '), Infinity);
  return oneLine(line.replaceAll(LINK_MARK, ' '), max);
};

/** The same without anything that a chat takes for markup or a mention. */
export const plainForChat = (value: string, max: number): string =>
  withoutLinks(value.normalize('NFKC').replaceAll(/[*_~`<>|[\](){}#\\@]+/g, ' '), max);
