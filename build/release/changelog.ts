interface Heading {
  readonly version: string;
  /** Absent while the version is not released. */
  readonly date: string | undefined;
}

const HEADING = /^## \[?([\w.-]+)\]?(?: - (\d{4}-\d\d-\d\d))?$/;

/** The newest version in a changelog, which is its first heading. */
export const newestHeading = (changelog: string): Heading | undefined => {
  const [, version, date] = new RegExp(HEADING, 'm').exec(changelog) ?? [];
  return version === undefined ? undefined : { version, date };
};

/** The notes of a release: the text of its version in the changelog, without the heading. Empty if there is none. */
export const notesOf = (changelog: string, version: string): string => {
  const lines = changelog.split('\n');
  const begin = lines.findIndex((line) => HEADING.exec(line)?.[1] === version);
  if (begin === -1) return '';
  const end = lines.findIndex((line, index) => index > begin && line.startsWith('## '));
  return `${lines
    .slice(begin + 1, end === -1 ? undefined : end)
    .join('\n')
    .trim()}\n`;
};
