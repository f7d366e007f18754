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

/** On one line and without anything that a chat takes for markup, a mention or a link. */
export const plainForChat = (value: string, max: number): string =>
  oneLine(value.replaceAll(/[*_~`<>|[\](){}#\\@]+/g, ' ').replaceAll('://', ' '), max);
