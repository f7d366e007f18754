import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDataDir } from '../../local/data-dir.ts';

it('DATA_DIR, which holds links, is made for its owner only', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'captures-'));
  const folder = join(parent, 'data');

  const { stop } = await openDataDir(folder);

  expect((await stat(folder)).mode & 0o077).toBe(0);
  await stop();
  await rm(parent, { recursive: true });
});
