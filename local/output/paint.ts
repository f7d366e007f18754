import { stripVTControlCharacters, styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Puts a style on a text, or leaves it as it is where colors are not wanted. */
export type Paint = (style: Style, text: string) => string;

/** Colors for a stream that is a terminal; NO_COLOR and FORCE_COLOR are respected. */
export const paintFor =
  (stream: NodeJS.WriteStream): Paint =>
  (style, text) =>
    styleText(style, text, { stream });

/** A text from outside, such as a test's name: its control characters could move the cursor or hide a line. */
export const printable = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();

const segmenter = new Intl.Segmenter('en');

/** What a reader takes for characters, without styles. */
const charactersOf = (text: string): string[] =>
  Array.from(segmenter.segment(stripVTControlCharacters(text)), ({ segment }) => segment);

/** How many columns a text takes. */
export const widthOf = (text: string): number => charactersOf(text).length;

/** A text of exactly that width. */
export const fit = (text: string, width: number): string => {
  const characters = charactersOf(text);
  const isLong = characters.length > width;
  return isLong ? `${characters.slice(0, width - 1).join('')}…` : text + ' '.repeat(width - characters.length);
};
