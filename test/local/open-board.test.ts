import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openBoard, openerOf } from '../../local/open-board.ts';

const URL_WITH_SHELL = 'http://127.0.0.1:3000/?a=1&b=$(touch gone);`touch gone`';

describe('--open', () => {
  it.each([
    ['linux', 'xdg-open'],
    ['freebsd', 'xdg-open'],
    ['darwin', 'open'],
    ['win32', 'rundll32'],
  ] as const)('on %s runs %s with the URL as its last argument', (platform, command) => {
    const opener = openerOf(platform, URL_WITH_SHELL);

    expect(opener.command).toBe(command);
    expect(opener.args.at(-1)).toBe(URL_WITH_SHELL);
  });

  it('gives the URL to the program as it is: no shell reads it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'open-'));
    const browser = join(folder, 'browser.mjs');
    await writeFile(
      browser,
      `import { writeFileSync } from 'node:fs'; writeFileSync('${folder}/seen', process.argv[2]);`,
    );

    openBoard({ command: process.execPath, args: [browser, URL_WITH_SHELL] }, () => undefined);

    await vi.waitFor(async () => expect(await readFile(join(folder, 'seen'), 'utf8')).toBe(URL_WITH_SHELL), 30_000);
    await rm(folder, { recursive: true });
  });

  it.each([
    {
      opener: { command: 'no-such-program', args: ['http://board/'] },
      why: /^There is no no-such-program .* Open http:\/\/board\/ yourself\.$/,
    },
    {
      opener: { command: process.execPath, args: ['-e', 'process.exit(3)', 'http://board/'] },
      why: /found no browser\. Open http:\/\/board\/ yourself\.$/,
    },
  ])('says with a sentence if there is no browser: $why', async ({ opener, why }) => {
    const said = Promise.withResolvers<string>();

    openBoard(opener, said.resolve);

    expect(await said.promise).toMatch(why);
  });
});
