import { posix } from 'node:path';
import GithubSlugger from 'github-slugger';
import MarkdownIt, { type Token } from 'markdown-it';

/** The text of each Markdown page by its path, and a check whether a path is a file or folder of the repository. */
export interface Pages {
  readonly texts: Readonly<Record<string, string>>;
  readonly exists: (path: string) => boolean;
}

interface Page {
  readonly targets: readonly Target[];
  /** The anchors (`#…`) that GitHub derives from the headings. */
  readonly anchors: ReadonlySet<string>;
}

interface Target {
  readonly href: string;
  readonly line: number;
}

const markdown = new MarkdownIt({ html: true });

/**
 * Finds broken links and pictures, one sentence each: a relative path without a file, or an anchor without a heading.
 * It skips addresses with a scheme, so the result does not depend on the network.
 */
export const brokenLinks = ({ texts, exists }: Pages): string[] => {
  const pages = new Map(Object.entries(texts).map(([path, text]) => [path, readPage(text)]));
  return [...pages].flatMap(([from, { targets }]) =>
    targets.flatMap(({ href, line }) => {
      if (/^[a-z][a-z\d+.-]*:/i.test(href)) return [];
      const [path = '', anchor] = decodeURI(href).split('#');
      const to = path === '' ? from : posix.join(posix.dirname(from), path);
      if (!exists(to)) return [`${from}:${line}: there is no ${to}`];
      const missing = anchor !== undefined && !pages.get(to)?.anchors.has(anchor);
      return missing ? [`${from}:${line}: ${to} has no heading #${anchor}`] : [];
    }),
  );
};

const readPage = (text: string): Page => {
  const tokens = markdown.parse(text, {});
  const slugger = new GithubSlugger();
  const headings = tokens.flatMap((token, index) => (token.type === 'heading_open' ? [tokens[index + 1]] : []));
  return {
    targets: tokens.flatMap((token, index) => targetsOf(token, lineOf(tokens, index))),
    anchors: new Set(headings.map((heading) => slugger.slug(textOf(heading)))),
  };
};

/** The line on which the block of a token begins, counted from 1. A cell of a table has the line of its row. */
const lineOf = (tokens: readonly Token[], index: number): number =>
  (tokens.slice(0, index + 1).findLast(({ map }) => map)?.map?.[0] ?? 0) + 1;

/** The plain text of a heading, without the marks for code, emphasis and links. */
const textOf = (heading: Token | undefined): string =>
  (heading?.children ?? [])
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');

const HTML_TARGET = /\b(?:src|href)="([^"]+)"/g;

const targetsOf = (token: Token, line: number): Target[] => {
  const own = token.type.startsWith('html_')
    ? [...token.content.matchAll(HTML_TARGET)].map(([, href]) => href)
    : [token.attrGet('href'), token.attrGet('src')];
  const targets = own.flatMap((href) => (typeof href === 'string' ? [{ href, line }] : []));
  return [...targets, ...(token.children ?? []).flatMap((child) => targetsOf(child, line))];
};
