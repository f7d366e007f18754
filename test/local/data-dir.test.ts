import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openDataDir } from '../../local/data-dir.ts';
import { ROOT } from '../support/packaged-template.ts';

const NOBODY = 65_534;

it('DATA_DIR, which holds links, is made for its owner only', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'captures-'));
  const folder = join(parent, 'data');

  const { stop } = await openDataDir(folder);

  expect((await stat(folder)).mode & 0o077).toBe(0);
  await stop();
  await rm(parent, { recursive: true });
});

it.each(['', 'below'])('DATA_DIR without the right to write is one sentence: "%s"', async (below) => {
  const parent = await mkdtemp(join(tmpdir(), 'captures-'));
  await chmod(parent, 0o555);
  const folder = join(parent, below);
  // root may write everywhere, so it becomes somebody else, once the code is loaded from where only root may read
  const script = `import('./local/data-dir.ts').then(({ openDataDir }) => {
      if (process.getuid() === 0) process.setuid(${NOBODY});
      return openDataDir(${JSON.stringify(folder)});
    }).then(() => console.log('opened'), ({ message }) => console.log(message))`;

  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: ROOT });

  expect(stdout.trim()).toBe(`DATA_DIR ${folder} is not a folder that can be written.`);
  await rm(parent, { recursive: true });
});
