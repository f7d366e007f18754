import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFolder, whyNotBuilt } from '../../build/bundle.mjs';
import { ROOT } from '../support/packaged-template.ts';

describe('a build that fails', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('says in one line that dist cannot be written', async () => {
    await writeFile(join(folder, 'a-file'), '');
    const dist = join(folder, 'a-file', 'dist'); // a file, so nobody can create this folder

    const failure = await replaceFolder(dist, [{ path: 'x', contents: '' }]).catch(whyNotBuilt);

    expect(failure).toBe(`${dist}/ cannot be written (ENOTDIR). Change its rights or its owner, or remove it.`);
  });

  it('replaces what was in dist', async () => {
    const dist = join(folder, 'dist');
    await mkdir(dist);
    await writeFile(join(dist, 'old'), '');

    await replaceFolder(dist, [{ path: 'captures/new', contents: 'x' }]);

    expect(await readFile(join(dist, 'captures/new'), 'utf8')).toBe('x');
    await expect(readFile(join(dist, 'old'))).rejects.toThrow('ENOENT');
  });

  it('leaves the bundles of the build before, and prints no stack', async () => {
    for (const name of ['build', 'lib', 'local', 'infra']) await symlink(join(ROOT, name), join(folder, name));
    await mkdir(join(folder, 'handlers'));
    await writeFile(join(folder, 'handlers/webhook.ts'), 'export const handler = ;');
    await mkdir(join(folder, 'dist'));
    await writeFile(join(folder, 'dist/of-before'), 'kept');

    const child = spawn(process.execPath, [join(ROOT, 'build/build.mjs')], { cwd: folder });
    const [stderr, stdout] = await Promise.all([text(child.stderr), text(child.stdout), once(child, 'close')]);

    expect(child.exitCode).toBe(1);
    expect(stderr).toMatch(/Nothing was built: 1 fault, see above\.\n$/);
    expect(`${stderr}${stdout}`).not.toMatch(/^\s+at /m);
    expect(await readFile(join(folder, 'dist/of-before'), 'utf8')).toBe('kept');
  });
});
