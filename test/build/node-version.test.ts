import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/packaged-template.ts';

const { nodeFault } = createRequire(import.meta.url)('../../build/node-version.cjs') as {
  readonly nodeFault: (version: string, platform: string) => string | undefined;
};
const run = promisify(execFile);

describe('a Node that is too old for the scripts', () => {
  it.each([
    [
      '20.20.2',
      'linux',
      /^This is Node 20\.20\.2, and the scripts need Node 24\. Run npm ci .* whatever Node npm runs on\.$/,
    ],
    ['20.20.2', 'darwin', /^This is Node 20\.20\.2, .* Install Node 24 from https:\/\/nodejs\.org/],
    ['8.17.0', 'win32', /^This is Node 8\.17\.0, .* Install Node 24/],
    ['23.11.1', 'linux', /^This is Node 23\.11\.1, /],
  ])('is one line that says what to do: %s on %s', (version, platform, line) => {
    expect(nodeFault(version, platform)).toMatch(line);
  });

  it.each(['24.0.0', '24.21.0', '26.1.0'])('is not %s', (version) => {
    expect(nodeFault(version, 'darwin')).toBeUndefined();
  });

  it('ends a script before its first line, with exit code 1', async () => {
    const asNode20 = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '20.1.0' } })`;
    const args = ['--import', asNode20, '--import', './build/node-version.cjs', '-e', 'console.log("ran")'];

    await expect(run(process.execPath, args, { cwd: ROOT })).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^This is Node 20\.1\.0, [^\n]*\n$/),
    });
  });

  it('is looked for before every script that starts with Node', async () => {
    const { scripts } = JSON.parse(await readFile(`${ROOT}/package.json`, 'utf8')) as {
      scripts: Record<string, string>;
    };
    const ofNode = Object.entries(scripts).filter(([, command]) => /^(exec )?node /.test(command));

    expect(ofNode.length).toBeGreaterThan(10);
    for (const [, command] of ofNode) expect(command).toMatch(/^(exec )?node -r \.\/build\/node-version\.cjs /);
  });
});
