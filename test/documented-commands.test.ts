import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from './support/packaged-template.ts';
import { readProjectFile } from './support/project-files.ts';

/** Everything that shows commands to people. */
const FILES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(`${ROOT}docs`)
    .filter((name) => /\.(md|yaml)$/.test(name))
    .map((name) => `docs/${name}`),
  'infra/secrets.yml',
  'local/output/try-next.ts',
  'local/output/usage.ts',
  'local/output/hints.ts',
  'local/invoke.ts',
  'lib/operator/board/parts/capture-form.ts',
];

/** Arguments by which a token would be in the list of processes. */
const TOKEN_IN_ARGUMENTS = [
  /-H\s*["']?(Authorization|X-Webhook-Token)\b/i,
  /--header[ =]["']?(Authorization|X-Webhook-Token)\b/i,
  /--oauth2-bearer/,
  /\bcurl\b[^|\n]*\s(-u|--user)\s/,
  /--secret-string\s+(?!file:\/\/)/,
  /--(webhook-|operator-|thousandeyes-)?token[ =]/,
];

describe('documented commands', () => {
  it.each(FILES)('of %s have no token in their arguments', (file) => {
    const lines = readProjectFile(file).replaceAll('\\\n', ' ').split('\n');

    expect(lines.filter((line) => TOKEN_IN_ARGUMENTS.some((pattern) => pattern.test(line)))).toEqual([]);
  });

  it.each([
    'curl -sS -H "Authorization: Bearer $OPERATOR_TOKEN" "$URL/status"',
    'curl -u :$OPERATOR_TOKEN "$URL"',
    'aws secretsmanager put-secret-value --secret-id "$ARN" --secret-string "$(openssl rand -hex 32)"',
  ])('would be found with one: %s', (line) => {
    expect(TOKEN_IN_ARGUMENTS.some((pattern) => pattern.test(line))).toBe(true);
  });
});

/** What a page has for the shell: its blocks, and commands in the text. */
const commandsOf = (page: string): string => {
  const blocks = Array.from(page.matchAll(/```sh\n(.*?)```/gs), ([, block = '']) => block);
  const inText = Array.from(page.replaceAll(/```.*?```/gs, '').matchAll(/`([^`\n]+)`/g), ([, code = '']) => code);
  return [...blocks, ...inText].join('\n').replaceAll('\\\n', ' ');
};

const undefinedIn = (page: string): string[] => {
  const commands = commandsOf(page);
  const assigned = Array.from(commands.matchAll(/(?:^|[\s(;&|])([A-Za-z_]\w*)=/gm), ([, name]) => name);
  const lists = Array.from(commands.matchAll(/\b(?:read -\w+|export|for)((?: \w+)+)/g), ([, names = '']) =>
    names.split(' '),
  );
  const defined = new Set([...assigned, ...lists.flat()]);
  const used = Array.from(commands.matchAll(/\$\{?([A-Za-z_]\w*)/g), ([, name = '']) => name);
  return [...new Set(used)].filter((name) => !defined.has(name));
};

/** Commands that act on a stack: without a stage they mean `dev`. */
const withoutStage = (page: string): string[] =>
  commandsOf(page)
    .split('\n')
    .filter((line) => /\bosls (deploy|invoke|remove|rollback|info|logs)\b/.test(line) && !line.includes('--stage '));

describe('documented commands', () => {
  const pages = FILES.filter((file) => file.endsWith('.md'));

  it.each(pages)('of %s use no variable that the page does not define', (file) => {
    expect(undefinedIn(readProjectFile(file))).toEqual([]);
  });

  it('would be found with one', () => {
    expect(undefinedIn('```sh\nA=1; read -rs B; echo "$A" "$B" "${C}"\n```\n`operator "$D"`')).toEqual(['C', 'D']);
  });

  it.each(pages)('of %s name the stage of the stack', (file) => {
    expect(withoutStage(readProjectFile(file))).toEqual([]);
  });

  it('would be found without one', () => {
    expect(
      withoutStage('`npx osls info`\n```sh\nnpx osls remove --region x\nnpx osls remove --stage prod\n```'),
    ).toEqual(['npx osls remove --region x', 'npx osls info']);
  });
});
