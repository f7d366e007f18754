import { describe, expect, it } from 'vitest';
import { brokenLinks } from '../../build/links.ts';

/** The broken links of these pages, in a repository with them and two other files. */
const brokenIn = (texts: Readonly<Record<string, string>>): string[] => {
  const files = new Set([...Object.keys(texts), 'LICENSE', 'docs/storm.png', 'docs']);
  return brokenLinks({ texts, exists: (path) => files.has(path) });
};

describe('links of a page', () => {
  it.each([
    ['a file beside it', '[license](LICENSE)'],
    ['a folder', '[pages](docs)'],
    ['a heading of its own', '# Two words\n\n[up](#two-words)'],
    ['a heading with code and emphasis', '## `npm start`, *and* more\n\n[up](#npm-start-and-more)'],
    ['the second of two equal headings', '# Again\n\n# Again\n\n[up](#again-1)'],
    ['a picture', '![a storm](docs/storm.png)'],
    ['another site', '[vendor](https://example.com/no#such)'],
    ['a mailbox', '[us](mailto:noc@example.com)'],
    ['a command that looks like a link', '```sh\necho [x](nowhere)\n```'],
  ])('may lead to %s', (_target, text) => {
    expect(brokenIn({ 'README.md': text })).toEqual([]);
  });

  it('may lead to a heading of another page, from its own folder', () => {
    const texts = {
      'README.md': '# Status',
      'docs/a.md': '[s](../README.md#status) [b](b.md#end)',
      'docs/b.md': '## End',
    };

    expect(brokenIn(texts)).toEqual([]);
  });

  it.each([
    ['[x](docs/gone.md)', 'README.md:1: there is no docs/gone.md'],
    ['| a | b |\n|---|---|\n| [x](gone.md) | |', 'README.md:3: there is no gone.md'],
    ['# Top\n\nand [x](#tip)', 'README.md:3: README.md has no heading #tip'],
    ['![a storm](docs/calm.png)', 'README.md:1: there is no docs/calm.png'],
    ['a <img src="docs/calm.png"> in a line', 'README.md:1: there is no docs/calm.png'],
    ['<p>\n<img src="docs/calm.png">\n</p>', 'README.md:1: there is no docs/calm.png'],
    ['[x][later]\n\n[later]: gone.md', 'README.md:1: there is no gone.md'],
    ['[x](LICENSE#heading)', 'README.md:1: LICENSE has no heading #heading'],
  ])('are broken in %s', (text, fault) => {
    expect(brokenIn({ 'README.md': text })).toEqual([fault]);
  });
});
