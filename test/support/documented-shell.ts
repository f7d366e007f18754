import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect } from 'vitest';
import { readProjectFile } from './project-files.ts';

/* The shell functions and blocks of the documents, to be run in bash with a stub in place of `aws`. */

export const RUNBOOK = readProjectFile('docs/runbook.md');
export const DEPLOYMENT = readProjectFile('docs/deployment.md');
export const UPDATING = readProjectFile('docs/updating.md');

/** The blocks use jq, which a machine that only runs the tests may lack. */
export const HAS_JQ = spawnSync('bash', ['--norc', '-c', 'command -v jq']).status === 0;

export const blocksOf = (page: string): string[] =>
  Array.from(page.matchAll(/^ *```sh\n(.*?)^ *```$/gms), ([, block = '']) => block);

/** The one block of the page with this text. */
export const blockWith = (page: string, part: string): string => {
  const found = blocksOf(page).filter((block) => block.includes(part));
  expect(found).toHaveLength(1);
  return found[0] ?? '';
};

/** A function of a page, as it is written there: on one line, or up to a brace on a line of its own. */
export const functionOf = (name: string, page = RUNBOOK): string => {
  const [found = ''] = new RegExp(`^${name}\\(\\) \\{(?: [^\\n]*\\}|\\n.*?\\n\\})$`, 'ms').exec(page) ?? [];
  expect(found).not.toBe('');
  return found;
};

const folder = mkdtempSync(join(tmpdir(), 'documented-'));
afterAll(() => rmSync(folder, { recursive: true }));
let runs = 0;

/**
 * Runs a script in bash. `aws` answers with the first matching case of `answers`, by the start of its arguments; any
 * other call fails.
 *
 * @param answers what each call runs, such as `echo None`
 */
export const bash = async (script: string, answers: Readonly<Record<string, string>>, input = '') => {
  const temporary = join(folder, String((runs += 1)));
  mkdirSync(temporary);
  const cases = Object.entries(answers).map(([start, answer]) => `"${start}"*) ${answer} ;;`);
  const prelude = `
aws() {
  echo "aws $*" >> "$CALLS"
  case "$*" in
    ${cases.join('\n    ')}
    *) echo "aws failed" >&2; return 254 ;;
  esac
}
output() { echo "the-$1"; }
sleep() { :; }
`;
  const env = {
    PATH: process.env['PATH'],
    TMPDIR: temporary,
    CALLS: join(folder, `${runs}-calls`),
    WRITTEN: join(folder, `${runs}-written`),
    STACK: 'the-stack',
    STAGE: 'the-stage',
    AWS_REGION: 'eu-central-1',
  };
  const child = spawn('bash', ['--norc', '-c', `${prelude}${script}`], { cwd: temporary, env, timeout: 30_000 });
  child.stdin.on('error', () => undefined); // a script may end without reading it
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const linesOf = (file: string) => (globSync(file).length > 0 ? readFileSync(file, 'utf8') : undefined);
  const calls = linesOf(env.CALLS)?.trim().split('\n') ?? [];
  return { out, err, code: code as number | null, calls, written: linesOf(env.WRITTEN), left: readdirSync(temporary) };
};
