import { readFile, writeFile } from 'node:fs/promises';

/** A Markdown table with padded columns, so that it is readable in a terminal, too. */
export const tableOf = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(header), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
};

/** The text with the table between the markers `<!-- name -->` and `<!-- /name -->`. @throws Error if one is missing */
export const withTable = (text: string, name: string, table: string): string => {
  const between = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  if (!between.test(text))
    throw new Error(`there are no markers <!-- ${name} --> and <!-- /${name} --> to write between`);
  return text.replace(between, (_, open: string, close: string) => `${open}\n${table}\n\n${close}`);
};

/** Puts a table between its markers in a document. */
export const writeTable = async (path: string, name: string, table: string): Promise<void> => {
  await writeFile(path, withTable(await readFile(path, 'utf8'), name, table));
};
