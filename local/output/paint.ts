import { stripVTControlCharacters, styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Adds a style to a text, or returns the text unchanged if there are no colors. */
export type Paint = (style: Style, text: string) => string;

/** Colors for a stream if it is a terminal. NO_COLOR and FORCE_COLOR take precedence. */
export const paintFor =
  (stream: NodeJS.WriteStream): Paint =>
  (style, text) =>
    styleText(style, text, { stream });

/** Removes control characters from a text from outside. They could move the cursor or hide a line. */
export const printable = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();

const segmenter = new Intl.Segmenter('en');

/** The visible characters of a text (grapheme clusters), without styles. */
const charactersOf = (text: string): string[] =>
  Array.from(segmenter.segment(stripVTControlCharacters(text)), ({ segment }) => segment);

/** The number of columns that a text needs. */
export const widthOf = (text: string): number => charactersOf(text).length;

/** Cuts or pads a text to exactly `width` columns. */
export const fit = (text: string, width: number): string => {
  const characters = charactersOf(text);
  const isLong = characters.length > width;
  return isLong ? `${characters.slice(0, width - 1).join('')}…` : text + ' '.repeat(width - characters.length);
};
