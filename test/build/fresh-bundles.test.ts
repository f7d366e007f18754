import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { checkBundles } from '../../build/fresh-bundles.ts';
import { ROOT } from '../support/packaged-template.ts';

const BUILT = new Date('2026-03-01T10:00:00Z');
const BEFORE = new Date('2026-03-01T09:00:00Z');
const AFTER = new Date('2026-03-01T10:00:01Z');

describe('the bundles of a project', () => {
  let root: string;
  const write = async (file: string, at: Date, content = '') => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), content);
    await utimes(join(root, file), at, at);
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'fresh-bundles-'));
    for (const file of ['build/build.mjs', 'build/bundle.mjs', 'build/bundle-options.mjs', 'lib/x.ts'])
      await write(file, BEFORE);
    for (const name of FUNCTION_NAMES) {
      const inputs = { 'lib/x.ts': {}, ...(name === 'captures' && { 'lib/operator/board/page.ts': {} }) };
      await write(`dist/${name}/index.mjs`, BUILT);
      await write(`dist/${name}/metafile.json`, BUILT, JSON.stringify({ inputs, outputs: {} }));
    }
    await write('lib/operator/board/page.ts', BUILT);
  });
  afterEach(() => rm(root, { recursive: true }));

  it('are taken if no file is newer', async () => {
    await write('lib/another.ts', AFTER);

    await expect(checkBundles(root)).resolves.toBeUndefined();
  });

  it('are refused if a file that went into one of them is newer', async () => {
    await write('lib/operator/board/page.ts', AFTER);

    await expect(checkBundles(root)).rejects.toThrow(
      /^The bundle of captures is older than lib\/operator\/board\/page.ts: run npm run build, or use npm run deploy\.$/,
    );
  });

  it('are refused if what makes them is newer', async () => {
    await write('build/bundle-options.mjs', AFTER);

    await expect(checkBundles(root)).rejects.toThrow('is older than build/bundle-options.mjs:');
  });

  it('are refused if a file that went into one of them is gone', async () => {
    await rm(join(root, 'lib/operator/board/page.ts'));

    await expect(checkBundles(root)).rejects.toThrow(
      'The bundle of captures was made with lib/operator/board/page.ts, which is gone:',
    );
  });

  it('are refused if a file that lies beside one of them is gone', async () => {
    // Before, a function that needs the board's style could be deployed without it.
    const outputs = { 'dist/captures/index.mjs': {}, 'dist/captures/browser/board.css': {} };
    await write('dist/captures/metafile.json', BUILT, JSON.stringify({ inputs: {}, outputs }));

    await expect(checkBundles(root)).rejects.toThrow(
      /^dist\/captures\/browser\/board\.css is missing: run npm run build, or use npm run deploy\.$/,
    );
  });

  it('are asked for if there are none', async () => {
    await rm(join(root, 'dist'), { recursive: true });

    await expect(checkBundles(root)).rejects.toThrow(
      /^There are no bundles: run npm run build, or use npm run deploy\.$/,
    );
  });
});

/** The files of the configuration. All of them are copied, so that the new folder is a project of its own. */
const CONFIGURATION = ['package.json', 'serverless.yml', 'schedules.yml', 'infra', 'build', 'lib'];

describe('osls, if the bundles were not built', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'no-bundles-'));
    for (const part of CONFIGURATION) await cp(join(ROOT, part), join(folder, part), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const osls = (...args: string[]) => {
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: 'true' };
    return new Promise<string>((resolve) => {
      execFile(join(ROOT, 'node_modules/.bin/osls'), args, { cwd: folder, env }, (_, stdout, stderr) =>
        resolve(`${stdout}${stderr}`),
      );
    });
  };

  it('packages nothing, and says what to do', async () => {
    const output = await osls('package');

    expect(output).toContain('There are no bundles: run npm run build, or use npm run deploy.');
    expect(output).not.toMatch(/\n +at /);
  });

  it('still prints the configuration: no command but package and deploy needs a bundle', async () => {
    const output = await osls('print');

    expect(output).toContain('service: thousandeyes-snapshot-webhook');
  });
});
